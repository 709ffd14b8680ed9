import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../bench/routing/seeded-random.ts'
import { promptFeatures } from '../../src/analysis/prompt-features.ts'
import { LENGTH_TERMS, promptHeadsOf, wordsProfile } from '../../src/analysis/prompt-heads.ts'
import { fitHeads } from '../../training/fit-heads.ts'
import { fitLengths } from '../../training/fit-lengths.ts'
import { KIND_GROUPS, type PromptExample } from '../../training/groups.ts'
import { packHeads } from '../../training/pack-heads.ts'
import type { PromptRow } from '../../training/prompt-row.ts'

function example(text: string, known: Partial<PromptRow>): PromptExample {
  const row = { text, file: 'test', weight: 1, difficultyWeight: 1, ...known }
  return { row, features: promptFeatures(text).slice(), weight: 1, hardness: 0 }
}

const EXAMPLES = [
  example('write a poem', { family: 'writing', subject: 'other', choice: false }),
  example('write a poem on owls', { family: 'writing' }),
  example('add these numbers', { family: 'math', subject: 'math' }),
  example('which of these is a bone', { subject: 'health', choice: true }),
]

function fitted(seed: number) {
  return fitHeads(EXAMPLES, KIND_GROUPS, { rounds: 20, random: seededRandom(seed) })
}

describe('fitHeads', () => {
  const packed = packHeads(fitted(1), new Float32Array(LENGTH_TERMS))
  const heads = promptHeadsOf(packed, '')

  it('learns what the examples say, and from those that say it', () => {
    expect(wordsProfile(heads, 'a poem on cats').families.writing).toBeGreaterThan(0.6)
    expect(wordsProfile(heads, 'numbers').families.math).toBeGreaterThan(0.6)
    const bone = wordsProfile(heads, 'which bone')
    expect(bone.subjects.health).toBeGreaterThan(0.6)
    expect(bone.choice).toBeGreaterThan(0.6)
    expect(wordsProfile(heads, 'write a poem').choice).toBeLessThan(0.4)
  })

  it('learns the same from the same seed, byte by byte', () => {
    const lengths = new Float32Array(LENGTH_TERMS)
    expect(packHeads(fitted(1), lengths)).toEqual(packed)
    expect(packHeads(fitted(2), lengths)).not.toEqual(packed)
  })
})

describe('packHeads', () => {
  it('keeps each head to within half a step of its largest weight', () => {
    const { weights, biases } = fitted(1)
    const heads = promptHeadsOf(packHeads({ weights, biases }, new Float32Array(LENGTH_TERMS)), '')
    const bytes = new Uint8Array(heads.weights.buffer, heads.weights.byteOffset)
    for (const [at, weight] of weights.entries()) {
      if (weight === 0) continue
      const scale = heads.scales[at % 24] ?? 0
      const read = ((bytes[at] ?? 0) - 128) * scale
      expect(Math.abs(read - weight)).toBeLessThanOrEqual(0.501 * scale)
    }
    expect([...heads.biases]).toEqual([...biases])
  })
})

describe('fitLengths', () => {
  const none = { code: 0, math: 0, reasoning: 0, knowledge: 0, writing: 0, extract: 0, tools: 0 }
  const math = { ...none, chat: 0, math: 1 }
  const texts = [100, 200, 400, 800, 1600].flatMap((characters) =>
    Array.from({ length: 1000 }, () => ({
      families: math,
      choice: 0,
      characters: characters - 1,
      difficulty: 0.4 + 0.05 * Math.log2(characters / 200),
      weight: 1,
    })),
  )

  it('finds what a family and its length add', () => {
    const [, , usual = 0, slope = 0] = fitLengths(texts)
    expect(usual).toBeCloseTo(0.4, 1)
    expect(slope).toBeCloseTo(0.05, 1)
  })

  it('expects length to count where nothing is known, and sets how it does in choices', () => {
    const lengths = fitLengths(texts.map((text) => ({ ...text, choice: 1 })))
    expect(lengths[1]).toBeCloseTo(0.15)
    expect(lengths.at(-1)).toBeCloseTo(0.08)
  })
})
