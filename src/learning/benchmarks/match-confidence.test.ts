import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MODEL_NAMES } from '../../../test/fixtures/model-names.ts'
import { LIKE_MODEL, matchConfidence, SAME_MODEL } from './match-confidence.ts'

const names = [...MODEL_NAMES].flatMap(([label, all]) => all.map((name) => ({ label, name })))
const pairs = names.flatMap((one, at) => names.slice(at + 1).map((other) => ({ one, other })))
const isMeant = ({ one, other }: (typeof pairs)[number]) => one.label === other.label
const isFound = ({ one, other }: (typeof pairs)[number]) =>
  matchConfidence(one.name, other.name) >= SAME_MODEL
const spelled = ({ one, other }: (typeof pairs)[number]) => `${one.name} = ${other.name}`

describe('names labelled by hand', () => {
  it('are many, each once', () => {
    expect(names.length).toBeGreaterThanOrEqual(220)
    expect(new Set(names.map(({ name }) => name)).size).toBe(names.length)
  })

  it('are never taken for another model', () => {
    expect(pairs.filter((pair) => !isMeant(pair) && isFound(pair)).map(spelled)).toEqual([])
  })

  it('are found under all their spellings', () => {
    const meant = pairs.filter(isMeant)
    const missed = meant.filter((pair) => !isFound(pair))
    expect(1 - missed.length / meant.length, missed.map(spelled).join('\n')).toBeGreaterThanOrEqual(
      0.95,
    )
  })
})

describe('matchConfidence', () => {
  it.each([
    ['qwen2.5:7b', 'qwen2:7b'],
    ['llama3:8b', 'llama3.1:8b'],
    ['gemma3:27b', 'gemma2:27b'],
    ['deepseek-r1:14b', 'DeepSeek-R1'],
    ['deepseek-r1:14b', 'qwen2.5:14b'],
    ['mixtral:8x7b', 'mistral:7b'],
    ['qwen2.5-coder:7b', 'qwen2.5:7b'],
    ['qwen2.5:7b-base', 'qwen2.5:7b'],
    ['llama3.2-vision:11b', 'llama3.2:3b'],
    ['qwen3:32b', 'qwen3:30b'],
    ['gpt-4o-mini', 'gpt-4o'],
    ['gpt-4.1', 'gpt-4'],
    ['o1', 'o3'],
    ['claude-3-opus', 'claude-3-sonnet'],
    ['gemini-2.0-flash', 'gemini-2.0-flash-lite'],
    ['phi4', 'phi4-reasoning'],
    ['Qwen3-4B-Instruct-2507', 'Qwen3-4B-Thinking-2507'],
    ['DeepSeek R1 + claude-3-5-sonnet-20241022', 'DeepSeek R1'],
    ['my-assistant', 'my-other'],
    ['', ''],
  ])('%s is not %s', (one, other) => {
    expect(matchConfidence(one, other)).toBeLessThan(LIKE_MODEL)
  })

  it.each([
    ['an edition that only one says', 'DeepSeek-V3-0324', 'deepseek-v3'],
    ['another edition', 'gpt-4o-2024-05-13', 'gpt-4o-2024-11-20'],
    ['a size that only one says', 'glm-4-chat', 'glm4:9b'],
    ["somebody's own version", 'Meta-Llama-3.1-8B-Instruct-abliterated', 'llama3.1:8b'],
    ['a version that only one says', 'mistral:7b', 'Mistral-7B-Instruct-v0.3'],
    ['one that was told to think', 'claude-3-7-sonnet (32k thinking tokens)', 'claude-3-7-sonnet'],
    ['one that was told how hard to think', 'gpt-5 (high)', 'gpt-5'],
    ['two models of one name', 'deepseek-r1:8b', 'DeepSeek-R1-Distill-Llama-8B'],
  ])('tells less of %s', (_, one, other) => {
    const confidence = matchConfidence(one, other)
    expect(confidence).toBeGreaterThanOrEqual(LIKE_MODEL)
    expect(confidence).toBeLessThan(SAME_MODEL)
  })

  it("knows two people's own versions apart", () => {
    expect(matchConfidence('Llama-3.1-8B-UltraMedical', 'Llama-3.1-8B-Lexi')).toBe(0)
  })

  it('is the same either way, within bounds, and 1 for a name itself', () => {
    const any = fc.oneof(fc.constantFrom(...names.map(({ name }) => name)), fc.string())
    fc.assert(
      fc.property(any, any, (one, other) => {
        const confidence = matchConfidence(one, other)
        expect(confidence).toBe(matchConfidence(other, one))
        expect(confidence === 0 || (confidence >= LIKE_MODEL && confidence <= 1)).toBe(true)
      }),
      { numRuns: 1000 },
    )
    for (const { name } of names) expect(matchConfidence(name, name), name).toBe(1)
  })
})
