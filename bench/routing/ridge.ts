/** A prompt as distinct buckets of hashed n-grams, and the figure to learn. */
export interface RidgeRow {
  readonly features: ArrayLike<number>
  /** Natural logarithm of the prompt's length, which counts as one more feature. */
  readonly logLength: number
  readonly target: number
}

type Question = Omit<RidgeRow, 'target'>

/** Features with weights: n-grams, of length 1 together, from place 1 on, and the prompt's length at place 0. */
interface Sparse {
  readonly places: readonly number[]
  readonly values: readonly number[]
}

const STEPS = 60
const LENGTH = 0

/** Ridge regression on weighted n-grams, solved by conjugate gradients among the rows; `penalty` is added to the diagonal. */
export function ridge(rows: readonly RidgeRow[], penalty: number): (question: Question) => number {
  const weigh = weighing(rows)
  const inputs = rows.map(weigh)
  const centre = rows.reduce((total, { target }) => total + target, 0) / rows.length
  const targets = rows.map(({ target }) => target - centre)
  const shares = solve(inputs, targets, penalty)
  const weights = gathered(inputs, shares)
  return (question) => centre + along(weights, weigh(question))
}

function weighing(rows: readonly Question[]): (question: Question) => Sparse {
  const counts = new Map<number, number>()
  for (const { features } of rows) {
    for (const bucket of Array.from(features)) counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
  }
  const logs = rows.map(({ logLength }) => logLength)
  const middle = logs.reduce((total, log) => total + log, 0) / logs.length
  const spread = Math.sqrt(
    logs.reduce((total, log) => total + (log - middle) ** 2, 0) / logs.length,
  )
  return ({ features, logLength }) => {
    const buckets = Array.from(features).filter((bucket) => (counts.get(bucket) ?? 0) > 1)
    const raw = buckets.map((bucket) => Math.log((rows.length + 1) / (counts.get(bucket) ?? 1)))
    const length = Math.sqrt(raw.reduce((total, value) => total + value * value, 0)) || 1
    const standing = (logLength - middle) / (spread || 1)
    return {
      places: [...buckets.map((bucket) => bucket + 1), LENGTH],
      values: [...raw.map((value) => value / length), Math.max(-2.5, Math.min(2.5, standing)) / 2],
    }
  }
}

/** Shares of the rows in the answer: (X X' + penalty) shares = targets. */
function solve(inputs: readonly Sparse[], targets: readonly number[], penalty: number): number[] {
  const shares = targets.map(() => 0)
  const rest = [...targets]
  let way = [...rest]
  let size = product(rest, rest)
  for (let step = 0; step < STEPS && size > 1e-9; step += 1) {
    const weights = gathered(inputs, way)
    const image = inputs.map((input, at) => along(weights, input) + penalty * (way[at] ?? 0))
    const far = size / product(way, image)
    for (const [at, value] of way.entries()) {
      shares[at] = (shares[at] ?? 0) + far * value
      rest[at] = (rest[at] ?? 0) - far * (image[at] ?? 0)
    }
    const next = product(rest, rest)
    way = rest.map((value, at) => value + (next / size) * (way[at] ?? 0))
    size = next
  }
  return shares
}

function gathered(inputs: readonly Sparse[], shares: readonly number[]): Float64Array {
  const last = inputs.reduce((most, { places }) => Math.max(most, ...places), 0)
  const weights = new Float64Array(last + 1)
  for (const [at, { places, values }] of inputs.entries()) {
    const share = shares[at] ?? 0
    for (let one = 0; one < places.length; one += 1) {
      const place = places[one] ?? 0
      weights[place] = (weights[place] ?? 0) + share * (values[one] ?? 0)
    }
  }
  return weights
}

function along(weights: Float64Array, { places, values }: Sparse): number {
  let total = 0
  for (let one = 0; one < places.length; one += 1) {
    total += (weights[places[one] ?? 0] ?? 0) * (values[one] ?? 0)
  }
  return total
}

function product(a: readonly number[], b: readonly number[]): number {
  return a.reduce((total, value, at) => total + value * (b[at] ?? 0), 0)
}
