import { describe, expect, it } from 'vitest'
import { billionsIn } from '../../training/billions-in.ts'
import { itemDifficulties } from '../../training/item-difficulty.ts'

const small = (answers: readonly number[]) => ({ billions: 8, answers })
const large = (answers: readonly number[]) => ({ billions: 70, answers })

describe('itemDifficulties', () => {
  it('orders prompts by who answers them', () => {
    const [easy = 0, middle = 0, hard = 0] = itemDifficulties([
      small([1, 0, 0]),
      small([1, 0, 0]),
      large([1, 1, 0]),
      large([1, 1, 0]),
    ])
    expect(easy).toBeLessThan(middle)
    expect(middle).toBeLessThan(hard)
    for (const one of [easy, hard]) expect(one).toBeLessThanOrEqual(1)
  })

  it('takes a prompt for harder when larger models do as well as smaller ones on another', () => {
    const none = Number.NaN
    const [bySmall = 0, byLarge = 0] = itemDifficulties([
      small([0, none]),
      small([1, none]),
      large([none, 0]),
      large([none, 1]),
    ])
    expect(byLarge).toBeGreaterThan(bySmall)
  })

  it('keeps prompts that few models answered near the others', () => {
    const many = Array.from({ length: 12 }, () => small([0, 1, Number.NaN]))
    const [failed = 0, , once = 0] = itemDifficulties([...many, small([0, 1, 0])])
    expect(once).toBeLessThan(failed)
  })

  it('is on the scale of abilities by size', () => {
    const half = Array.from({ length: 40 }, (_, at) => small([at % 2, at % 2]))
    const [difficulty = 0] = itemDifficulties(half)
    const ability = 0.45 * Math.log(8)
    expect(difficulty).toBeCloseTo((4.2 + ability) / 7, 1)
  })
})

describe('billionsIn', () => {
  it.each([
    ['Meta-Llama-3_1-8B-Instruct', 8],
    ['Llama-3.1-405B-Inst@sambanova', 405],
    ['llama3-chatqa-1.5-70b', 70],
    ['gemma-2-27b-it@together', 27],
    ['Mixtral-8x7B-Instruct-v0.1', 14],
    ['Phi-3.5-mini-instruct', 3.8],
    ['gpt-4o-2024-05-13', undefined],
    ['claude-3-5-haiku-20241022', undefined],
  ])('reads %s as %s', (model, billions) => {
    expect(billionsIn(model)).toBe(billions)
  })
})
