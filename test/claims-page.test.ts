import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs/claims.md'), 'utf8')
const rows = page.split('\n').filter((line) => /^\| \d+ \|/.test(line))

it('every claim on the page names tests that are there', () => {
  const named = rows.map((row) =>
    [...row.matchAll(/`([\w/.-]+\.test\.ts)`/g)].map(([, file = '']) => file),
  )
  expect(rows.length).toBeGreaterThanOrEqual(17)
  expect(named.filter((files) => files.length === 0)).toEqual([])
  expect(named.flat().filter((file) => !existsSync(join(root, file)))).toEqual([])
})
