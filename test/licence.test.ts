import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { environment } from '../src/config/env.ts'

const root = resolve(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

interface Entry {
  readonly version: string
  readonly license?: string
  readonly dev?: boolean
  readonly devOptional?: boolean
}

/** Licences that ask for no more than to be named. */
const ALLOWED = /^(MIT|ISC|BSD-[23]-Clause|Apache-2\.0|0BSD|Unlicense|BlueOak-1\.0\.0)$/

/** What is installed with the router: name, version, licence. */
const shipped = Object.entries<Entry>(JSON.parse(read('package-lock.json')).packages)
  .filter(([path, { dev, devOptional }]) => path !== '' && dev !== true && devOptional !== true)
  .map(([path, { version, license = 'unknown' }]) => ({
    name: path.replace(/^.*node_modules\//, ''),
    version,
    license,
  }))

function notices(): string {
  const rows = shipped.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`)
  const text = [
    '# Third-party software',
    '',
    'Installed with the router, each under its own licence.',
    '',
    '| package | version | licence |',
    '|---|---|---|',
    ...rows,
  ]
  return `${text.join('\n')}\n`
}

it('the licence is MIT, in its file and in the package', () => {
  expect(read('LICENSE')).toMatch(/^MIT License\n/)
  expect(JSON.parse(read('package.json')).license).toBe('MIT')
})

it('everything installed with it may be used with it', () => {
  expect(shipped.length).toBeGreaterThan(8)
  expect(shipped.filter(({ license }) => !ALLOWED.test(license))).toEqual([])
})

it('the notices name all of it (UPDATE=1 npm test -- licence writes them)', () => {
  if (environment()['UPDATE'] === '1') writeFileSync(join(root, 'THIRD-PARTY.md'), notices())
  expect(read('THIRD-PARTY.md')).toBe(notices())
})
