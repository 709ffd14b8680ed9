import { describe, expect, it } from 'vitest'
import { MovingAverage } from './moving-average.ts'

function averageOf(samples: readonly number[], weight = 0.3): number | undefined {
  const average = new MovingAverage(weight)
  for (const sample of samples) average.add(sample)
  return average.value
}

describe('MovingAverage', () => {
  it('knows nothing before its first sample', () => {
    expect(averageOf([])).toBeUndefined()
    expect(averageOf([7])).toBe(7)
  })

  it('weighs the first samples evenly', () => {
    expect(averageOf([10, 20, 30], 0.1)).toBeCloseTo(20)
  })

  it('follows a change after a long calm', () => {
    const calm = Array<number>(10_000).fill(10)
    const changed = Array<number>(10).fill(100)
    expect(averageOf([...calm, ...changed])).toBeGreaterThan(95)
  })

  it('is not moved much by one stray sample', () => {
    expect(averageOf([10, 10, 10, 10, 10, 40], 0.3)).toBeCloseTo(19)
  })

  it('leaves out what is no number', () => {
    expect(averageOf([5, Number.NaN, Number.POSITIVE_INFINITY])).toBe(5)
  })
})
