import { describe, expect, it } from 'vitest'
import { areaUnderCurve, ranksOf } from '../../bench/routing/area-under-curve.ts'
import { argmax, columnMeans, mean } from '../../bench/routing/averages.ts'
import { bootstrapInterval, meanInterval } from '../../bench/routing/bootstrap-interval.ts'
import { brierScore } from '../../bench/routing/brier-score.ts'
import { calibrationBins, calibrationError } from '../../bench/routing/calibration-bins.ts'
import { averageImprovement, costHull, qualityAt } from '../../bench/routing/cost-hull.ts'
import { confusionOf, f1Of, macroF1 } from '../../bench/routing/macro-f1.ts'
import { pairFigures, resampledArea } from '../../bench/routing/pair-figures.ts'
import { rankCorrelation } from '../../bench/routing/rank-correlation.ts'
import { seededRandom } from '../../bench/routing/seeded-random.ts'
import { shuffled } from '../../bench/routing/shuffled.ts'

describe('pairs', () => {
  /** Only the first of these gains from the strong model. */
  const calls = [
    { score: 4, weak: 0, strong: 1 },
    { score: 3, weak: 1, strong: 1 },
    { score: 2, weak: 0, strong: 0 },
    { score: 1, weak: 1, strong: 1 },
  ]

  it('recover the gap along a curve whose area is worked out by hand', () => {
    // Recovered: 0 at no call, all of it from a quarter of the calls on.
    expect(pairFigures(calls)).toEqual({ apgr: 0.875, cpt50: 0.125, cpt80: 0.2 })
  })

  it('are worth a half in random order', () => {
    const same = calls.map((call) => ({ ...call, score: 0 }))
    expect(pairFigures(same)).toEqual({ apgr: 0.5, cpt50: 0.5, cpt80: 0.8 })
  })

  it('lose where the strong model does worse', () => {
    const mixed = [
      { score: 2, weak: 1, strong: 0 },
      { score: 1, weak: 0, strong: 1 },
      { score: 0, weak: 0, strong: 1 },
    ]
    // Recovered: 0, -1, 0, 1 at thirds.
    expect(pairFigures(mixed).apgr).toBeCloseTo(-1 / 6, 12)
    expect(pairFigures(mixed).cpt50).toBeCloseTo(5 / 6, 12)
  })

  it('count resampled prompts as often as they were drawn', () => {
    const area = resampledArea(calls.toReversed())
    expect(area(Uint16Array.of(1, 1, 1, 1))).toBe(0.875)
    expect(area(Uint16Array.of(0, 0, 2, 2))).toBe(0.75)
  })
})

describe('the hull of costs', () => {
  const points = [
    { cost: 1, quality: 0.2 },
    { cost: 2, quality: 0.3 },
    { cost: 3, quality: 0.8 },
    { cost: 4, quality: 0.7 },
    { cost: 5, quality: 0.9 },
  ]

  it('leaves out what mixing two others beats', () => {
    expect(costHull(points).map(({ cost }) => cost)).toEqual([1, 3, 5])
  })

  it('has an area worked out by hand', () => {
    // (0.2 + 0.8) / 2 x 2 + (0.8 + 0.9) / 2 x 2 = 2.7 over a range of 4.
    expect(averageImprovement(points, { from: 1, to: 5 })).toBeCloseTo(0.675, 12)
    // One more unit at 0.9.
    expect(averageImprovement(points, { from: 1, to: 6 })).toBeCloseTo(0.72, 12)
    // From 2, where the hull is at 0.5: 0.65 + 1.7.
    expect(averageImprovement(points, { from: 2, to: 5 })).toBeCloseTo(2.35 / 3, 12)
  })

  it('is nothing below the cheapest and flat above the best', () => {
    const hull = costHull(points)
    expect([0.5, 1, 2, 9].map((cost) => qualityAt(hull, cost))).toEqual([0, 0.2, 0.5, 0.9])
    expect(averageImprovement([{ cost: 2, quality: 0.6 }], { from: 2, to: 2 })).toBe(0.6)
  })
})

describe('probabilities', () => {
  it('are ordered right as often as they say', () => {
    // Right: 0.8, 0.5. Wrong: 0.5, 0.2. Pairs won: 1, 1, a half, 1.
    expect(areaUnderCurve([0.8, 0.5, 0.5, 0.2], [1, 0, 1, 0])).toBe(0.875)
    expect(areaUnderCurve([0.1, 0.9], [1, 0])).toBe(0)
    expect(areaUnderCurve([0.1, 0.9], [1, 1])).toBeUndefined()
  })

  it('are off by their squared distance', () => {
    expect(brierScore([1, 0.5, 0], [1, 1, 1])).toBeCloseTo(1.25 / 3, 12)
  })

  it('fall into bins of a tenth', () => {
    const bins = calibrationBins([0.12, 0.18, 1], [0, 1, 1])
    expect(bins).toEqual([
      { predicted: 0.15, actual: 0.5, count: 2 },
      { predicted: 1, actual: 1, count: 1 },
    ])
    expect(calibrationError(bins)).toBeCloseTo(0.7 / 3, 12)
  })

  it('correlate by rank', () => {
    expect(rankCorrelation([1, 2, 3, 4], [10, 100, 1_000, 10_000])).toBeCloseTo(1, 12)
    expect(rankCorrelation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12)
    expect(rankCorrelation([1, 2, 3, 4], [1, 3, 2, 4])).toBeCloseTo(0.8, 12)
    expect(ranksOf([5, 1, 5])).toEqual([2.5, 1, 2.5])
  })
})

describe('labels', () => {
  const confusion = confusionOf(['a', 'b', 'c'], [
    ['a', 'a'],
    ['a', 'b'],
    ['b', 'b'],
    ['b', 'b'],
    ['b', 'c'],
  ] as const)

  it('are counted by truth and guess', () => {
    expect(confusion.a).toEqual({ a: 1, b: 1, c: 0 })
    expect(confusion.b).toEqual({ a: 0, b: 2, c: 1 })
  })

  it('have an F1 each, and a mean over those that occur', () => {
    // a: precision 1, recall 1/2. b: precision 2/3, recall 2/3.
    expect(f1Of(confusion, 'a')).toBeCloseTo(2 / 3, 12)
    expect(f1Of(confusion, 'b')).toBeCloseTo(2 / 3, 12)
    expect(f1Of(confusion, 'c')).toBeNaN()
    expect(macroF1(confusion)).toBeCloseTo(2 / 3, 12)
  })
})

describe('resampling', () => {
  it('is the same for the same seed, and uniform', () => {
    const first = Array.from({ length: 5 }, seededRandom(3))
    expect(Array.from({ length: 5 }, seededRandom(3))).toEqual(first)
    expect(Array.from({ length: 5 }, seededRandom(4))).not.toEqual(first)
    const many = Array.from({ length: 20_000 }, seededRandom(1))
    expect(mean(many)).toBeCloseTo(0.5, 1)
    expect(Math.min(...many)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...many)).toBeLessThan(1)
  })

  it('gives the interval that the error of a mean would', () => {
    const [low, high] = meanInterval(Array.from({ length: 400 }, (_, at) => at % 2))
    // 1.96 x 0.5 / sqrt(400) = 0.049 on either side.
    expect(low).toBeCloseTo(0.451, 1)
    expect(high).toBeCloseTo(0.549, 1)
    expect(high - low).toBeGreaterThan(0.08)
    expect(high - low).toBeLessThan(0.12)
    expect(meanInterval([0.25, 0.25, 0.25])).toEqual([0.25, 0.25])
  })

  it('draws as many as there are', () => {
    const totals = new Set<number>()
    bootstrapInterval(7, (counts) => {
      totals.add(counts.reduce((total, count) => total + count, 0))
      return 0
    })
    expect([...totals]).toEqual([7])
  })

  it('shuffles without loss and draws without repeats', () => {
    const items = Array.from({ length: 50 }, (_, at) => at)
    const order = shuffled(items, seededRandom(1))
    expect(order).not.toEqual(items)
    expect(order.toSorted((a, b) => a - b)).toEqual(items)
    expect(new Set(shuffled(items, seededRandom(2), 20)).size).toBe(20)
    expect(items[0]).toBe(0)
  })
})

describe('averages', () => {
  it('find the largest, the first among equals, never what is no number', () => {
    expect(argmax([1, 3, 3])).toBe(1)
    expect(argmax([Number.NaN, 0.2, Number.NaN])).toBe(1)
    expect(argmax([])).toBe(-1)
  })

  it('go down the columns', () => {
    expect(
      columnMeans(
        [
          [1, 0],
          [0, 0.5],
        ],
        2,
      ),
    ).toEqual([0.5, 0.25])
  })
})
