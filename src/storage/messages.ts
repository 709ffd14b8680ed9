import type { DatabaseProblem } from './database-error.ts'
import type { QueryName } from './queries.ts'
import type { RequestValues } from './request-rows.ts'
import type { Retention } from './requests.ts'

/** What the database thread can be asked to do. */
export type Call =
  | { readonly do: 'write'; readonly values: RequestValues }
  | { readonly do: 'ask'; readonly query: QueryName; readonly args: readonly unknown[] }
  | { readonly do: 'prune'; readonly retention: Retention; readonly now: number }
  | { readonly do: 'close' }

export interface NumberedCall {
  readonly id: number
  readonly call: Call
}

/** The id of the reply that says whether the database could be opened; calls count from 1. */
export const OPENED = 0

export interface Reply {
  readonly id: number
  readonly value?: unknown
  readonly failure?: Failure
}

export interface Failure {
  readonly message: string
  /** Set when the file itself was refused. */
  readonly problem?: DatabaseProblem
  /** Whether the same call will fail again for as long as its values stay the same. */
  readonly final: boolean
}
