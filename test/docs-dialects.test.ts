import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { dialectsPage } from './support/dialect-matrix/dialects-page.ts'

const FILE = resolve(import.meta.dirname, '../docs/dialects.md')

it('docs/dialects.md shows what becomes of each field (UPDATE=1 npm test -- docs-dialects writes it)', () => {
  const wanted = dialectsPage()
  if (process.env['UPDATE'] === '1') writeFileSync(FILE, wanted)
  expect(readFileSync(FILE, 'utf8')).toBe(wanted)
})
