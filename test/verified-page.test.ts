import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { backendKinds } from '../src/backends/index.ts'
import { ONLY_PARSED, ONLY_SIMULATED } from './contracts/proofs.ts'
import { SECTIONS } from './live/page/verified-page.ts'
import { SUBJECTS } from './live/support/stage.ts'

const root = resolve(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs/verified.md'), 'utf8')

/** The rows below a section's head, each as its cells. */
function rowsOf(title: string): readonly (readonly string[])[] {
  const [, body = ''] = page.split(`\n## ${title}\n`)
  const lines = (body.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| '))
  return lines.map((line) => line.slice(2, -2).split(' | '))
}

describe('docs/verified.md', () => {
  it('has its sections, and none that failed', () => {
    expect([...page.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual(SECTIONS)
    expect(page).not.toContain('**failed**')
  })

  it('tells of every kind of backend, in every table', () => {
    const [, , ...servers] = rowsOf('Servers')
    expect(servers.map(([title, kind]) => [title, kind])).toEqual(
      SUBJECTS.map(({ title, kind }) => [title, `\`${kind}\``]),
    )
    expect(new Set(SUBJECTS.map(({ kind }) => kind))).toEqual(
      new Set(backendKinds.map(({ kind }) => kind)),
    )
    for (const table of ['What every backend promises', 'Through the router']) {
      const [head, , ...promises] = rowsOf(table)
      expect(head).toEqual(['It', ...SUBJECTS.map(({ title }) => title)])
      expect(promises.length).toBeGreaterThan(5)
    }
  })

  it('tells what no real server has shown, with tests and recordings that are there', () => {
    const whats = (title: string) => rowsOf(title).map(([what]) => what)
    expect(whats('Only simulated').slice(2)).toEqual(ONLY_SIMULATED.map(({ what }) => what))
    expect(whats('Only parsed from recordings').slice(2)).toEqual(
      ONLY_PARSED.map(({ what }) => what),
    )
    const files = [
      ...[...ONLY_SIMULATED, ...ONLY_PARSED].map(({ test }) => test),
      ...ONLY_PARSED.flatMap(({ recordings }) =>
        recordings.map((name) => `test/fixtures/recorded/${name}.json`),
      ),
    ]
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([])
  })
})
