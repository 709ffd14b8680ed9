import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadFromTexts, type Texts } from '../../test/support/load-from-texts.ts'
import { configurationPage } from './configuration-page.ts'
import { environment } from './env.ts'
import { exampleFile } from './example-file.ts'
import { fileSchema } from './json-schema.ts'
import { envDefault } from './reference.ts'
import { schema } from './schema.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const WRITTEN: Readonly<Record<string, () => string>> = {
  ENV_DEFAULT: envDefault,
  'smarterrouter.example.yaml': exampleFile,
  'docs/configuration.md': configurationPage,
  'docs/smarterrouter.schema.json': () => `${JSON.stringify(fileSchema(), undefined, 2)}\n`,
}

/** All that comes of a configuration and can be compared. */
function told(texts: Texts): object {
  const { settings, sources, warnings, notUsedYet } = loadFromTexts(texts)
  return { settings, sources, warnings, notUsedYet }
}

it.each(Object.entries(WRITTEN))(
  '%s is what the schema says (UPDATE=1 npm test -- reference writes it)',
  (name, text) => {
    const file = resolve(ROOT, name)
    if (environment()['UPDATE'] === '1') writeFileSync(file, text())
    expect(readFileSync(file, 'utf8')).toBe(text())
  },
)

describe('ENV_DEFAULT', () => {
  it('changes nothing as .env, whatever else is configured', () => {
    const yaml =
      'port: 1\nsignature: { format: x }\nbackends: [{ name: a, kind: ollama, url: "http://a" }]'
    expect(told({ yaml, dotenv: envDefault() })).toEqual(told({ yaml }))
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
})

describe('smarterrouter.example.yaml', () => {
  /** Prose has one space after its #, a setting none, what lies deeper in one two. */
  const SETTING = /^( *)#(?! \S)(.+)$/gm
  const inFile = [...schema].filter(([, { envOnly }]) => envOnly !== true)
  const example = exampleFile()

  it('changes nothing as it is', () => {
    expect(told({ yaml: example })).toEqual(told({}))
  })

  it('shows every setting with its true default, when all are opened', () => {
    const opened = example.replace(SETTING, '$1$2')
    const env = { OPENROUTER_API_KEY: 'k' }
    const { settings, warnings, notUsedYet, sources } = loadFromTexts({ yaml: opened, env })
    const { backends, backendsConfigured, names, routing, secrets, ...rest } = settings
    expect({ warnings, notUsedYet }).toEqual({ warnings: [], notUsedYet: [] })
    expect(loadFromTexts({}).settings).toMatchObject(rest)
    expect(backends.map(({ name }) => name)).toEqual(['desk', 'rack', 'openrouter'])
    expect(Object.keys(names.aliases)).toEqual(['gpt-4o*', 'fast'])
    expect(routing.overrides.map(({ glob }) => glob)).toEqual(['my-finetune*', 'long:*'])
    const silent = inFile.filter(
      ([path, { fallback }]) => fallback !== undefined && sources.get(path) !== 'file',
    )
    expect(silent.map(([path]) => path)).toEqual([])
  })

  it('takes any single setting without its #', () => {
    const lines = [...example.matchAll(SETTING)].filter(([, , text = '']) =>
      /^(?!fast)\w+:/.test(text),
    )
    expect(lines.length).toBeGreaterThan(60)
    for (const { index, 0: whole, 1: indent, 2: text } of lines) {
      const yaml = `${example.slice(0, index)}${indent}${text}${example.slice(index + whole.length)}`
      const { settings } = loadFromTexts({ yaml })
      expect({ text, settings }).toEqual({ text, settings: loadFromTexts({}).settings })
    }
  })
})

it('no variable belongs to two settings', () => {
  const names = [...schema.values()].flatMap(({ env, oldEnv = [] }) => [env ?? [], oldEnv].flat())
  expect(new Set(names).size).toBe(names.length)
})
