import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadSnapshot, SNAPSHOT_FILE, snapshotRows } from './snapshot.ts'

const text = readFileSync(SNAPSHOT_FILE, 'utf8')

describe('what is shipped', () => {
  it('is small, and says of each source its licence and where it is from', async () => {
    expect(statSync(SNAPSHOT_FILE).size).toBeLessThan(300_000)
    const { sources, date } = await loadSnapshot()
    for (const [name, { licence, origin, date: day, metrics }] of Object.entries(sources)) {
      expect(licence, name).toMatch(/^(MIT|Apache-2\.0)$/)
      expect(origin, name).toMatch(/^https:\/\/github\.com\/\S+ at [0-9a-f]{12}\b/)
      expect(day <= date, name).toBe(true)
      for (const models of Object.values(metrics)) {
        expect(Object.keys(models).length, name).toBeGreaterThan(5)
      }
    }
  })

  it('is rows of kinds of work that are known', async () => {
    const rows = snapshotRows(await loadSnapshot())
    expect(rows.length).toBeGreaterThan(800)
    expect(new Set(rows.map(({ model }) => model)).size).toBeGreaterThan(150)
    expect(rows.filter(({ family }) => family === undefined)).toEqual([])
    expect(rows).toContainEqual({
      source: 'zeroeval',
      model: 'Qwen2.5-7B-Instruct',
      metric: 'math-l5',
      value: 0.5146,
      date: '2025-04-18',
      family: 'math',
    })
  })
})

describe('loadSnapshot', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'snapshot-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const load = (content?: string) => {
    const file = join(folder, 'snapshot.json')
    if (content !== undefined) writeFileSync(file, content)
    return loadSnapshot(pathToFileURL(file))
  }

  it('does not mind how the file is spaced', async () => {
    expect(await load(JSON.stringify(JSON.parse(text)))).toEqual(await loadSnapshot())
  })

  it('names a file that is missing', async () => {
    await expect(load()).rejects.toThrow(/snapshot\.json cannot be read/)
  })

  it.each([
    ['', 'nothing'],
    ['null', 'no object'],
    [text.slice(0, -100), 'a part'],
    [text.replace('0.5146', '0.9146'), 'another figure'],
    [text.replace('"version": 1', '"version": 2'), 'another version'],
    [text.replace('0.5146', '51.46'), 'no share'],
  ])('names a file that is damaged', async (content) => {
    await expect(load(content)).rejects.toThrow(/snapshot\.json is damaged/)
  })
})
