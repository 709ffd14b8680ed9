import { describe, expect, it } from 'vitest'
import { backoff } from './backoff.ts'

const options = { baseMs: 100, maxMs: 2000, jitter: 0, random: () => 0.5 }

describe('backoff', () => {
  it('doubles up to its bound, however many attempts there were', () => {
    const delays = [0, 1, 2, 4, 5, 5000].map((attempt) => backoff(attempt, options))
    expect(delays).toEqual([100, 200, 400, 1600, 2000, 2000])
  })

  it.each([
    [1, 0, 100],
    [1, 0.5, 50],
    [0.2, 0.5, 90],
  ])('takes away at most the share %f, at chance %f', (jitter, chance, delay) => {
    expect(backoff(0, { ...options, jitter, random: () => chance })).toBeCloseTo(delay)
  })
})
