import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'

const docs = resolve(import.meta.dirname, '../docs')

it('shows every figure of the routing benchmark, and none that is not there', () => {
  const page = readFileSync(resolve(docs, 'routing.md'), 'utf8')
  const shown = [...page.matchAll(/!\[[^\]]+\]\((routing\/[\w-]+\.svg)\)/g)].map(([, path]) => path)
  const there = readdirSync(resolve(docs, 'routing')).map((file) => `routing/${file}`)
  expect(shown.toSorted()).toEqual(there.toSorted())
  expect(shown.length).toBeGreaterThanOrEqual(4)
  expect(shown.every((path) => existsSync(resolve(docs, path ?? '')))).toBe(true)
})
