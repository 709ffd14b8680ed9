import { type Random, seededRandom } from './seeded-random.ts'

/** From the 2.5th to the 97.5th percentile. */
export type Interval = readonly [low: number, high: number]

const RESAMPLES = 1_000

/**
 * Where a figure would lie were the items drawn anew, with replacement, 1,000 times. `figure` gets how often each item
 * was drawn.
 */
export function bootstrapInterval(
  items: number,
  figure: (counts: Uint16Array) => number,
  random: Random = seededRandom(1),
): Interval {
  const counts = new Uint16Array(items)
  const figures = Float64Array.from({ length: RESAMPLES }, () => {
    counts.fill(0)
    for (let draw = 0; draw < items; draw += 1) {
      const item = Math.floor(random() * items)
      counts[item] = (counts[item] ?? 0) + 1
    }
    return figure(counts)
  }).sort()
  const at = (share: number): number => figures[Math.round(share * (RESAMPLES - 1))] ?? Number.NaN
  return [at(0.025), at(0.975)]
}

/** The interval of a mean, such as that of differences between two routers on the same prompts. */
export function meanInterval(values: readonly number[], random?: Random): Interval {
  return bootstrapInterval(values.length, (counts) => weightedMean(values, counts), random)
}

function weightedMean(values: readonly number[], counts: Uint16Array): number {
  let total = 0
  for (let at = 0; at < values.length; at += 1) total += (values[at] ?? 0) * (counts[at] ?? 0)
  return total / values.length
}
