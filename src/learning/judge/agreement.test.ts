import { describe, expect, it } from 'vitest'
import { agreementOf, weightOf } from './agreement.ts'
import type { Better } from './comparison.ts'

function verdicts(right: number, ties: number, wrong: number): readonly Better[] {
  const each = (better: Better, count: number) => Array.from({ length: count }, () => better)
  return [...each('first', right), ...each('tie', ties), ...each('second', wrong)]
}

describe('how a judge agrees with what is known', () => {
  it('is the share of right verdicts, a tie being half of one, doubted where there are few', () => {
    expect(agreementOf(verdicts(24, 0, 0)).share).toBeCloseTo(25 / 26)
    expect(agreementOf(verdicts(0, 24, 0)).share).toBe(0.5)
    expect(agreementOf(verdicts(2, 0, 0)).share).toBe(0.75)
  })

  it('weighs its verdicts: half an answer at best, nothing for a coin or less', () => {
    const weights = [
      verdicts(24, 0, 0),
      verdicts(19, 2, 3),
      verdicts(14, 4, 6),
      verdicts(12, 0, 12),
      verdicts(3, 0, 21),
    ].map((all) => weightOf(agreementOf(all)))
    expect(weights[0]).toBe(0.5)
    expect(weights.slice(0, 3)).toEqual(weights.slice(0, 3).toSorted((a, b) => b - a))
    expect(weights[2]).toBeGreaterThan(0)
    expect(weights.slice(3)).toEqual([0, 0])
  })

  it('is not known by few pairs', () => {
    expect(weightOf(agreementOf(verdicts(11, 0, 0)))).toBe(0)
  })
})
