import type { Family, Work } from '../contracts/routing.ts'
import { workOf } from '../routing/work-of.ts'

/** Difficulties are told apart no finer, so that what is added up stays few rows, however much there is. */
const LEVELS = 5

/** Work that is added up together. */
export interface WorkBucket {
  /** `code:2`. */
  readonly name: string
  /** The middle of it. */
  readonly work: Work
}

/** The bucket that work of this family and difficulty falls into. */
export function bucketOf({
  family,
  difficulty,
}: {
  readonly family: Family
  readonly difficulty: number
}): WorkBucket {
  const level = Math.min(LEVELS - 1, Math.max(0, Math.floor(difficulty * LEVELS)))
  return { name: `${family}:${level}`, work: workOf(family, (level + 0.5) / LEVELS) }
}
