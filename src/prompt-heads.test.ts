import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BUCKETS } from './analysis/prompt-features.ts'
import { HEADS, HEADS_BYTES } from './analysis/prompt-heads.ts'
import { loadPromptHeads } from './prompt-heads.ts'

const shipped = new URL('./analysis/weights/', import.meta.url)
const bytes = readFileSync(new URL('prompt-heads.bin', shipped))
const manifest = JSON.parse(readFileSync(new URL('manifest.json', shipped), 'utf8'))

describe('the manifest', () => {
  it('is that of the weights beside it', () => {
    expect(manifest.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect(manifest).toMatchObject({ bytes: HEADS_BYTES, buckets: BUCKETS, heads: [...HEADS] })
  })

  it('names the licence of all that was learned from, and of public data no test fold', () => {
    const data: { file: string; licence: string; folds: string; rows: number }[] = manifest.data
    expect(data.length).toBeGreaterThan(10)
    for (const { file, licence, folds, rows } of data) {
      expect(licence, file).toMatch(/^(MIT|Apache-2\.0|CC0-1\.0)\b/)
      expect(folds, file).toBe(file.startsWith('training/') ? 'all' : '0-5')
      expect(rows, file).toBeGreaterThan(0)
    }
  })

  it('is small together with the weights', () => {
    const sizes = ['prompt-heads.bin', 'manifest.json'].map(
      (name) => statSync(new URL(name, shipped)).size,
    )
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1.5 * 2 ** 20)
  })
})

describe('loadPromptHeads', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'heads-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const load = () => loadPromptHeads(pathToFileURL(`${folder}/`))
  const write = (name: string, content: string | Uint8Array) =>
    writeFileSync(join(folder, name), content)

  it('reads what is shipped', async () => {
    const { hash, weights } = await loadPromptHeads()
    expect(hash).toBe(manifest.sha256)
    expect(weights).toHaveLength((BUCKETS * HEADS.length) / 4)
  })

  it('names a file that is missing', async () => {
    await expect(load()).rejects.toThrow(/prompt-heads\.bin cannot be read/)
    write('prompt-heads.bin', bytes)
    await expect(load()).rejects.toThrow(/manifest\.json cannot be read/)
  })

  it('names a file that is not the one meant', async () => {
    const damaged = Uint8Array.from(bytes)
    damaged[1000] = (damaged[1000] ?? 0) ^ 1
    write('prompt-heads.bin', damaged)
    write('manifest.json', JSON.stringify(manifest))
    await expect(load()).rejects.toThrow(/prompt-heads\.bin is damaged/)
  })

  it.each(['', 'null', '{}', '{"sha256":1}'])('takes no manifest that says %j', async (said) => {
    write('prompt-heads.bin', bytes)
    write('manifest.json', said)
    await expect(load()).rejects.toThrow('manifest.json')
  })
})
