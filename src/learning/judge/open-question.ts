import type { Family } from '../../contracts/routing.ts'

/** A question without one right answer, in two turns: an answer to it is compared with the reference. */
export interface OpenQuestion {
  readonly id: string
  readonly family: Family
  /** 0..1: how good a model must be for its answer to be as good as the reference. */
  readonly difficulty: number
  /** What the user says, and says after the first answer. */
  readonly turns: readonly [first: string, second: string]
  /** A fair answer to each turn, as a model of the middle would give. */
  readonly reference: readonly [first: string, second: string]
}
