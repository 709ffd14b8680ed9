import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

interface LabelledPrompt {
  readonly prompt: string
  readonly family: string
  readonly language: string
  readonly difficulty: number
  readonly note?: string
}

const FAMILIES = ['code', 'math', 'reasoning', 'knowledge', 'writing', 'extract', 'tools', 'chat']
const LANGUAGES = ['de', 'fr', 'es', 'it', 'pt', 'ru', 'zh', 'ja', 'ko', 'ar', 'hi', 'tr']
const DIFFICULTIES = [1, 2, 3, 4, 5]
const FIELDS = ['prompt', 'family', 'language', 'difficulty', 'note']

const path = resolve(import.meta.dirname, '../bench/routing/labelled-prompts.jsonl')
const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
const labelled: readonly LabelledPrompt[] = lines.map((line) => JSON.parse(line))
const texts = labelled.map(({ prompt }) => prompt)

function count(of: (entry: LabelledPrompt) => boolean): number {
  return labelled.filter(of).length
}

/** Two prompts that differ only in case, space or punctuation are one; what has no letters stays as it is. */
function normalised(prompt: string): string {
  const bare = prompt
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '')
  return bare === '' ? prompt.trim() : bare
}

describe('the labelled prompts', () => {
  it('are well-formed, one to a line', () => {
    const odd = labelled.filter(
      (entry) =>
        entry.prompt.trim() === '' ||
        !FAMILIES.includes(entry.family) ||
        !/^[a-z]{2}$/.test(entry.language) ||
        !DIFFICULTIES.includes(entry.difficulty) ||
        entry.note?.trim() === '' ||
        Object.keys(entry).some((field) => !FIELDS.includes(field)),
    )
    expect(odd).toEqual([])
  })

  it('are many, and none comes twice', () => {
    const seen = new Set<string>()
    const twice = texts.filter((text) => seen.size === seen.add(normalised(text)).size)
    expect(twice).toEqual([])
    expect(labelled.length).toBeGreaterThanOrEqual(480)
  })

  it.each(FAMILIES)('hold between 50 and 80 of the family %s', (family) => {
    const held = count((entry) => entry.family === family)
    expect(held).toBeGreaterThanOrEqual(50)
    expect(held).toBeLessThanOrEqual(80)
  })

  it.each(LANGUAGES)('hold at least 15 in %s, of every family', (language) => {
    const own = labelled.filter((entry) => entry.language === language)
    expect(own.length).toBeGreaterThanOrEqual(15)
    expect(new Set(own.map(({ family }) => family))).toEqual(new Set(FAMILIES))
  })

  it('are at most 55 % English', () => {
    const share = count(({ language }) => language === 'en') / labelled.length
    expect(share).toBeLessThanOrEqual(0.55)
    expect(share).toBeGreaterThan(0)
  })

  it('hold at least 100 whose words point to another family', () => {
    const adversarial = count(({ note }) => note?.startsWith('adversarial: ') === true)
    expect(adversarial).toBeGreaterThanOrEqual(100)
  })

  it('run from a single word to about 2,000 characters', () => {
    const lengths = texts.map((text) => text.length)
    expect(texts.some((text) => /^\p{L}+$/u.test(text))).toBe(true)
    expect(Math.max(...lengths)).toBeGreaterThan(1_800)
    expect(Math.max(...lengths)).toBeLessThan(2_200)
  })
})
