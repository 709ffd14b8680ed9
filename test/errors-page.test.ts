import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { failures } from '../src/contracts/errors.ts'

const page = readFileSync(resolve(import.meta.dirname, '../docs/errors.md'), 'utf8')

it('docs/errors.md lists every code, in order, with its status and type, and says when and what to do', () => {
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
  expect(rows.map(([, code, status, type]) => [code, Number(status), type])).toEqual(
    Object.entries(failures).map(([code, { status, type }]) => [code, status, type]),
  )
  for (const [, code, , , when = '', what = ''] of rows) {
    expect({ code, says: when.length > 10 && what.endsWith('.') }).toEqual({ code, says: true })
  }
})
