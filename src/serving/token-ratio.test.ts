import { describe, expect, it } from 'vitest'
import { TokenRatio } from './token-ratio.ts'

function ratioOf(
  samples: readonly (readonly [counted: number | undefined, estimated: number])[],
): number | undefined {
  const ratio = new TokenRatio()
  for (const [counted, estimated] of samples) ratio.observe(counted, estimated)
  return ratio.value
}

describe('the tokens that a model counts', () => {
  it('are compared with the estimate', () => {
    expect(ratioOf([])).toBeUndefined()
    expect(ratioOf([[1300, 1000]])).toBeCloseTo(1.3)
    const many = Array.from({ length: 40 }, (_, at) => [at < 20 ? 1000 : 1500, 1000] as const)
    expect(ratioOf(many)).toBeCloseTo(1.5, 1)
  })

  it('say nothing of short prompts, of none and of what cannot be', () => {
    expect(
      ratioOf([
        [60, 30],
        [undefined, 1000],
        [90_000, 1000],
        [0, 1000],
        [Number.NaN, 1000],
      ]),
    ).toBeUndefined()
  })
})
