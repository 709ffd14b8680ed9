import type { Work } from '../contracts/routing.ts'
import { dot } from '../std/square.ts'
import { type Belief, varianceAlong } from './belief.ts'
import { directionOf, type Vector } from './dimensions.ts'

/** How easy a piece of work is, in logits, and what kinds of skill it asks for. */
export interface Demand {
  readonly ease: number
  readonly direction: Vector
}

/** Logits of a right answer to the easiest request by a model of no particular skill. */
const EASE = 4.2

/** Logits that the hardest request takes away. */
const PER_DIFFICULTY = 7

/** What work asks of any model: the same for all, so worked out once. */
export function demandOf(work: Work): Demand {
  return { ease: EASE - PER_DIFFICULTY * work.difficulty, direction: directionOf(work) }
}

/** Logits of a right answer. */
export function logitOf({ mean }: Belief, { ease, direction }: Demand): number {
  return ease + dot(mean, direction)
}

/** How far off `logitOf` may be: a standard deviation, in logits. */
export function doubtOf(belief: Belief, { direction }: Demand): number {
  return Math.sqrt(varianceAlong(belief, direction))
}

/** Probability of what is so many logits likely. */
export function probability(logit: number): number {
  return 1 / (1 + Math.exp(-logit))
}
