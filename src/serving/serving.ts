import type { PromptHeads } from '../analysis/prompt-heads.ts'
import type { Backend } from '../contracts/backend.ts'
import type { Catalog, Placement } from '../contracts/model.ts'
import type { RequestRecord } from '../contracts/record.ts'
import type { Abilities } from '../routing/abilities.ts'
import type { Names } from '../routing/resolve.ts'
import type { RouteOptions } from '../routing/route.ts'
import type { Deadlines } from '../std/deadlines.ts'
import type { Admission } from './admission.ts'
import type { LiveStates } from './live-states.ts'
import type { Reactions } from './reactions.ts'
import type { RetryBudget } from './retry-budget.ts'
import type { Sessions } from './sessions.ts'

/** What a request is decided on: taken once, so that no decision is torn between two states of the world. */
export interface Snapshot {
  readonly catalog: Catalog
  readonly backends: ReadonlyMap<string, Backend>
  readonly names: Names
  readonly routing: RouteOptions
  readonly abilities: Abilities
  /** Tells what a prompt asks for. */
  readonly heads: PromptHeads
  readonly rules: ServingRules
}

interface ServingRules {
  /** False: one attempt, whatever happens. */
  readonly cascading: boolean
  /** Seconds after which a stream's status is committed without content. */
  readonly streamHold: number
  readonly keepAlive: string | number | undefined
  readonly defaultEmbeddingModel: string | undefined
}

/** All that the engine reaches the rest of the world by; `gateway.ts` hands it over. */
export interface Serving {
  snapshot(): Snapshot
  readonly live: LiveStates
  readonly retries: RetryBudget
  readonly admission: Admission
  readonly sessions: Sessions
  readonly reactions: Reactions
  readonly deadlines: Deadlines
  /** Monotonic milliseconds. */
  now(): number
  record(record: RequestRecord): void
  /** Version of this program. */
  readonly program: string
  /** The backend was seen not to be as the catalog says. */
  suspect(backend: string): void
  /** The context to ask for now, which is never less than was asked for before; `raise` makes it so much from now on. */
  contextFor(placement: Placement, raise: number | undefined): number | undefined
}
