import { columnMeans } from './averages.ts'

/** A prompt whose answers are known: its buckets of hashed n-grams and how right each model was. */
export interface Neighbour {
  readonly features: ArrayLike<number>
  readonly outcomes: readonly number[]
}

/** Bucket to the prompts that have it, and how much it says there. */
type Postings = Map<number, { readonly prompts: number[]; readonly weight: number }>

/** Buckets in more than this share of the prompts say next to nothing and cost most of the time. */
const COMMON = 0.2

/** How right each model was on the `count` known prompts most like a new one, by cosine of weighted n-grams. */
export function nearestNeighbours(
  known: readonly Neighbour[],
  models: number,
  count = 100,
): (features: ArrayLike<number>) => readonly number[] {
  const postings = postingsOf(known)
  const lengths = known.map(({ features }) => lengthOf(features, postings))
  const likeness = new Float64Array(known.length)
  return (features) => {
    likeness.fill(0)
    for (const bucket of new Set(Array.from(features))) {
      const { prompts, weight } = postings.get(bucket) ?? { prompts: [], weight: 0 }
      const share = weight * weight
      for (const prompt of prompts) likeness[prompt] = (likeness[prompt] ?? 0) + share
    }
    for (const [at, length] of lengths.entries()) likeness[at] = (likeness[at] ?? 0) / length
    const rows = nearest(likeness, count).map((at) => known[at]?.outcomes ?? [])
    return columnMeans(rows, models)
  }
}

function postingsOf(known: readonly Neighbour[]): Postings {
  const prompts = new Map<number, number[]>()
  for (const [at, { features }] of known.entries()) {
    for (const bucket of new Set(Array.from(features))) {
      const list = prompts.get(bucket)
      if (list === undefined) prompts.set(bucket, [at])
      else list.push(at)
    }
  }
  const telling = [...prompts].filter(([, list]) => list.length <= COMMON * known.length + 1)
  return new Map(
    telling.map(([bucket, list]) => {
      const weight = Math.log((known.length + 1) / list.length)
      return [bucket, { prompts: list, weight }]
    }),
  )
}

function lengthOf(features: ArrayLike<number>, postings: Postings): number {
  let squares = 0
  for (const bucket of new Set(Array.from(features))) {
    squares += (postings.get(bucket)?.weight ?? 0) ** 2
  }
  return Math.sqrt(squares) || 1
}

function nearest(likeness: Float64Array, count: number): readonly number[] {
  const least = likeness.toSorted().at(-Math.min(count, likeness.length)) ?? 0
  const found: number[] = []
  for (let at = 0; at < likeness.length && found.length < count; at += 1) {
    if ((likeness[at] ?? 0) > least) found.push(at)
  }
  for (let at = 0; at < likeness.length && found.length < count; at += 1) {
    if (likeness[at] === least) found.push(at)
  }
  return found
}
