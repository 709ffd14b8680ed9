import type { Backend } from '../../contracts/backend.ts'
import type { Placement } from '../../contracts/model.ts'

/** Who judges, and where it is asked. */
export interface Seat {
  readonly placement: Placement
  readonly backend: Backend
  /** What it shares a GPU with, itself included: backends of which users go first; empty = nothing that they notice. */
  readonly neighbours: readonly string[]
  /** Its file, its backend's version and what it is asked: verdicts of another do not count as its own. */
  readonly revision: string
}

export interface JudgeRules {
  /** Tries after the first. */
  readonly retries: number
  readonly retryBaseMs: number
  /** In a calendar month. */
  readonly maxCalls: number
  /** Dollars, in a calendar month. */
  readonly maxCost: number
}

/** Undefined: nobody is to judge. A text: why nobody can. */
export type Seating = Seat | string | undefined
