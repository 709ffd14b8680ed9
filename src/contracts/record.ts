import type { DecisionRecord } from './decision.ts'
import type { Sign } from './sign.ts'

/** What is kept of a request after it ended. Never its text. */
export type Outcome = 'ok' | 'error' | 'partial' | 'client_left'

export interface AttemptRecord {
  readonly model: string
  readonly backend: string
  readonly outcome: Outcome
  /** Failure code, when it failed. */
  readonly code?: string | undefined
  readonly sent: boolean
  /** Milliseconds since the attempt began. */
  readonly firstContentMs?: number | undefined
  readonly totalMs: number
}

export interface RequestRecord {
  /** The answer's id: feedback is bound to it. */
  readonly id: string
  readonly requestId: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly endpoint: string
  readonly requestedModel: string | undefined
  readonly model: string | undefined
  readonly backend: string | undefined
  readonly reason: string | undefined
  readonly stream: boolean
  readonly status: number
  readonly outcome: Outcome
  readonly code: string | undefined
  readonly family: string | undefined
  readonly difficulty: number | undefined
  readonly tokensIn: number | undefined
  readonly tokensOut: number | undefined
  readonly firstContentMs: number | undefined
  readonly totalMs: number
  /** What the router itself took before the request left, milliseconds. */
  readonly overheadMs: number
  readonly attempts: readonly AttemptRecord[]
  /** Why it was sent where it was sent; absent = the router had nothing to decide. */
  readonly decision?: DecisionRecord | undefined
  /** What it says of models without anybody saying so; not kept as such. */
  readonly signs?: readonly Sign[] | undefined
}

/** How many requests are kept, and of what kinds. */
export interface RequestCounts {
  readonly total: number
  readonly errors: number
  /** By the model that answered. */
  readonly byModel: Readonly<Record<string, number>>
  /** By the family of the work. */
  readonly byFamily: Readonly<Record<string, number>>
}
