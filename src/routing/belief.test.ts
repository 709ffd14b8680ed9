import { describe, expect, it } from 'vitest'
import {
  type Belief,
  independent,
  informationOf,
  varianceAlong,
  withInformation,
  withSight,
} from './belief.ts'
import { DIMENSIONS } from './dimensions.ts'

function along(...values: readonly number[]): Float64Array {
  const vector = new Float64Array(DIMENSIONS)
  vector.set(values)
  return vector
}

const PRIOR = independent(new Float64Array(DIMENSIONS), new Float64Array(DIMENSIONS).fill(2))

function expectClose(a: Belief, b: Belief): void {
  for (const [at, value] of a.mean.entries()) expect(value).toBeCloseTo(b.mean[at] ?? 9, 9)
  for (const [at, value] of a.covariance.entries()) {
    expect(value).toBeCloseTo(b.covariance[at] ?? 9, 9)
  }
}

describe('a belief', () => {
  it('moves half way to a sight that is as sure as itself', () => {
    const after = withSight(PRIOR, { direction: along(1), value: 3, precision: 0.5 })
    expect(after.mean[0]).toBeCloseTo(1.5)
    expect(varianceAlong(after, along(1))).toBeCloseTo(1)
    expect(varianceAlong(after, along(0, 1))).toBe(2)
  })

  it('is the same whether sights come one by one or all at once, in whatever order', () => {
    const sights = [
      { direction: along(1, 0.5), value: 1, precision: 0.3 },
      { direction: along(1, 0, -1), value: -2, precision: 2 },
      { direction: along(0, 1, 1), value: 0.5, precision: 1 },
    ]
    const together = withInformation(PRIOR, [informationOf(sights)])
    const apart = withInformation(
      PRIOR,
      sights.map((sight) => informationOf([sight])),
    )
    const oneByOne = sights.toReversed().reduce((belief, sight) => withSight(belief, sight), PRIOR)
    expectClose(apart, together)
    expectClose(oneByOne, together)
  })

  it('that doubts the past more follows the newest, in that direction only', () => {
    const sight = { direction: along(1), value: 3, precision: 0.5 }
    const steady = withSight(PRIOR, sight)
    const doubting = withSight(PRIOR, sight, 1.5)
    expect(doubting.mean[0]).toBeGreaterThan(steady.mean[0] ?? 0)
    expect(varianceAlong(doubting, along(1))).toBeCloseTo(1 / (1 / 3 + 0.5))
    expect(varianceAlong(doubting, along(0, 1))).toBe(2)
  })
})
