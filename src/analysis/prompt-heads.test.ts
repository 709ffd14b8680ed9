import { describe, expect, it } from 'vitest'
import { FAMILIES, SUBJECTS } from '../contracts/routing.ts'
import { BUCKETS, promptFeatures } from './prompt-features.ts'
import {
  HEADS,
  HEADS_BYTES,
  type PromptHeads,
  promptHeadsOf,
  wordsProfile,
} from './prompt-heads.ts'

/** Heads whose weights are 0 but for those given, of one feature. */
function headsWith(feature: number, steps: Readonly<Record<number, number>>): PromptHeads {
  const bytes = new Uint8Array(HEADS_BYTES)
  const weights = bytes.subarray(HEADS_BYTES - BUCKETS * HEADS.length).fill(128)
  for (const [head, step] of Object.entries(steps)) {
    weights[feature * HEADS.length + Number(head)] = 128 + step
  }
  const heads = promptHeadsOf(bytes, 'test')
  heads.scales.fill(0.5)
  return heads
}

describe('wordsProfile', () => {
  const text = 'owl'
  const [feature = 0] = promptFeatures(text)
  const share = 1 / Math.sqrt(promptFeatures(text).length)

  it.each(HEADS.map((name, head) => [name, head] as const))('reads the weights of %s', (_, at) => {
    const up = wordsProfile(headsWith(feature, { [at]: 100 }), text)
    const down = wordsProfile(headsWith(feature, { [at]: -100 }), text)
    const score = 50 * share
    if (at < 8) {
      const family = FAMILIES[at] ?? 'chat'
      expect(up.families[family]).toBeCloseTo(Math.exp(score) / (Math.exp(score) + 7))
      expect(down.families[family]).toBeCloseTo(Math.exp(-score) / (Math.exp(-score) + 7))
    } else if (at < 22) {
      const subject = SUBJECTS[at - 8] ?? 'other'
      expect(up.subjects[subject]).toBeCloseTo(Math.exp(score) / (Math.exp(score) + 13))
    } else if (at === 22) {
      expect(up.choice).toBeCloseTo(1 / (1 + Math.exp(-score)))
    } else {
      expect(up.hardness).toBeCloseTo(score)
      expect(down.hardness).toBeCloseTo(-score)
    }
  })

  it('adds up more features than fit into one sum, at their largest', () => {
    const heads = headsWith(0, {})
    heads.weights.fill(0xffffffff)
    const long = Array.from({ length: 900 }, (_, at) => `w${at.toString(36)}x`).join(' ')
    const count = promptFeatures(long).length
    expect(count).toBeGreaterThan(600)
    expect(wordsProfile(heads, long).hardness).toBeCloseTo((127 * 0.5 * count) / Math.sqrt(count))
  })

  it('is sure of a choice where options are listed', () => {
    expect(wordsProfile(headsWith(0, {}), 'Which?\nA. an owl\nB. a cat').choice).toBeGreaterThan(
      0.9,
    )
    expect(wordsProfile(headsWith(0, {}), 'Which?\nan owl\na cat').choice).toBeCloseTo(0.5)
  })

  it('is a matter of biases where the weights say nothing', () => {
    const heads = headsWith(0, {})
    heads.biases[1] = Math.log(8)
    expect(wordsProfile(heads, text).families.math).toBeCloseTo(8 / 15)
  })
})

describe('promptHeadsOf', () => {
  it('refuses what is too short or too long', () => {
    for (const length of [0, HEADS_BYTES - 1, HEADS_BYTES + 1]) {
      expect(() => promptHeadsOf(new Uint8Array(length), '')).toThrow(`${length} bytes`)
    }
  })

  it('reads bytes wherever they lie in memory', () => {
    const odd = new Uint8Array(HEADS_BYTES + 1).subarray(1)
    odd[0] = 1
    const even = new Uint8Array(HEADS_BYTES)
    even[0] = 1
    expect(promptHeadsOf(odd, '').scales).toEqual(promptHeadsOf(even, '').scales)
  })
})
