import type { Random } from '../bench/routing/seeded-random.ts'
import { shuffled } from '../bench/routing/shuffled.ts'
import { BUCKETS } from '../src/analysis/prompt-features.ts'
import { HEADS } from '../src/analysis/prompt-heads.ts'

/** One prompt: its features, and how often it is looked at in each round; a broken number is rounded by chance. */
export interface Example {
  readonly features: Uint16Array
  readonly weight: number
}

/** Heads that are learned together: the error of each for an example, undefined where the example says nothing of them. */
export interface Group<One extends Example> {
  readonly from: number
  readonly size: number
  /** Turns scores, in place, into what is to be subtracted from them; false = says nothing. */
  readonly errors: (scores: Float64Array, example: One) => boolean
  /** How large the steps are, and how strongly weights are drawn to 0. */
  readonly rate: number
  readonly decay: number
}

/** Weights of all heads, by feature, and what is added in the end. */
export interface FittedHeads {
  readonly weights: Float32Array
  readonly biases: Float32Array
}

/** Share of the features that is looked away from each time, so that none is relied on alone. */
const LEFT_OUT = 0.3
/** What the first steps are divided by, besides the steps so far. */
const CALM = 0.1
/** The bias moves more slowly than the weights. */
const BIAS_RATE = 0.01

/** Fits groups of heads by stochastic gradient with steps that shrink for each weight (Adagrad); weights start at 0. */
export function fitHeads<One extends Example>(
  examples: readonly One[],
  groups: readonly Group<One>[],
  { rounds, random }: { readonly rounds: number; readonly random: Random },
): FittedHeads {
  const fitted = {
    weights: new Float32Array(BUCKETS * HEADS.length),
    biases: new Float32Array(HEADS.length),
  }
  const taken = new Float32Array(fitted.weights.length).fill(CALM)
  const some = new Uint16Array(2 ** 16)
  const teach = (lesson: Lesson<One>): void => {
    for (const group of groups) learn(fitted, taken, group, lesson)
  }
  for (let round = 0; round < rounds; round++) {
    for (const example of shuffled(examples, random)) {
      for (let times = timesOf(example, random); times > 0; times--) {
        const kept = some.subarray(0, keepSome(example.features, some, random))
        teach({ example, kept })
      }
    }
  }
  return fitted
}

function timesOf({ weight }: Example, random: Random): number {
  const whole = Math.floor(weight)
  return random() < weight - whole ? whole + 1 : whole
}

function keepSome(features: Uint16Array, some: Uint16Array, random: Random): number {
  let count = 0
  for (const feature of features) {
    if (random() < LEFT_OUT) continue
    some[count] = feature
    count++
  }
  return count
}

interface Lesson<One extends Example> {
  readonly example: One
  readonly kept: Uint16Array
}

function learn<One extends Example>(
  { weights, biases }: FittedHeads,
  taken: Float32Array,
  group: Group<One>,
  { example, kept }: Lesson<One>,
): void {
  const { from, size, rate, decay } = group
  const share = 1 / Math.sqrt(Math.max(1, kept.length))
  const scores = scoresOf({ weights, biases }, kept, { from, size, share })
  if (!group.errors(scores, example)) return
  for (let head = 0; head < size; head++) {
    biases[from + head] = (biases[from + head] ?? 0) - BIAS_RATE * rate * (scores[head] ?? 0)
  }
  for (const feature of kept) {
    const start = feature * HEADS.length + from
    for (let head = 0; head < size; head++) {
      const at = start + head
      const weight = weights[at] ?? 0
      const gradient = (scores[head] ?? 0) * share + decay * weight
      const sum = (taken[at] ?? 0) + gradient * gradient
      taken[at] = sum
      weights[at] = weight - (rate * gradient) / Math.sqrt(sum)
    }
  }
}

const scratch = new Float64Array(HEADS.length)

function scoresOf(
  { weights, biases }: FittedHeads,
  features: Uint16Array,
  { from, size, share }: { readonly from: number; readonly size: number; readonly share: number },
): Float64Array {
  const scores = scratch.subarray(0, size)
  scores.fill(0)
  for (const feature of features) {
    const start = feature * HEADS.length + from
    for (let head = 0; head < size; head++) {
      scores[head] = (scores[head] ?? 0) + (weights[start + head] ?? 0)
    }
  }
  for (let head = 0; head < size; head++) {
    scores[head] = (scores[head] ?? 0) * share + (biases[from + head] ?? 0)
  }
  return scores
}
