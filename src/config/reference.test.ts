import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { loadFromTexts } from '../../test/support/load-from-texts.ts'
import { environment } from './env.ts'
import { envDefault } from './reference.ts'
import { schema } from './schema.ts'

const FILE = resolve(import.meta.dirname, '../../ENV_DEFAULT')

it('ENV_DEFAULT is what the schema says (UPDATE=1 npm test -- reference writes it)', () => {
  if (environment()['UPDATE'] === '1') writeFileSync(FILE, envDefault())
  expect(readFileSync(FILE, 'utf8')).toBe(envDefault())
})

it('changes nothing as .env, whatever else is configured', () => {
  const yaml =
    'port: 1\nsignature: { format: x }\nbackends: [{ name: a, kind: ollama, url: "http://a" }]'
  expect(loadFromTexts({ yaml, dotenv: envDefault() })).toEqual(loadFromTexts({ yaml }))
})

it('shows every variable with its true default', () => {
  const opened = envDefault().replace(/^#(?=ROUTER_)/gm, '')
  const names = [...opened.matchAll(/^(ROUTER_\w+)=/gm)].map(([, name]) => name)
  expect(names).toEqual([...schema.values()].flatMap(({ env }) => env ?? []))
  const { settings, notUsedYet, warnings } = loadFromTexts({ dotenv: opened })
  expect({ settings, notUsedYet, warnings }).toMatchObject({
    settings: loadFromTexts({}).settings,
    notUsedYet: [],
    warnings: [],
  })
})

it('no variable belongs to two settings', () => {
  const names = [...schema.values()].flatMap(({ env, oldEnv = [] }) => [env ?? [], oldEnv].flat())
  expect(new Set(names).size).toBe(names.length)
})
