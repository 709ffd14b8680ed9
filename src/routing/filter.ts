import type { Capability, Fact, Placement } from '../contracts/model.ts'
import type { Plan } from '../contracts/routing.ts'
import type { ContextNeed } from './context-need.ts'

/** What filters may know of a request. */
export interface RequestFacts {
  readonly mode: Plan['mode']
  readonly needs: readonly Capability[]
  readonly context: ContextNeed
  /** Whether any placement in question can be reached. */
  readonly someUp: boolean
}

/** A hard condition; its name is what a rejection carries, and its place in the list how far a placement got. */
export interface Filter {
  readonly name: string
  /** Why this placement cannot take the request, for people; undefined = it can. */
  reject(placement: Placement, facts: RequestFacts): string | undefined
}

/** What a fact says; a mere guess does not overrule a client that asked for the model by name. */
export function trusted<T>(fact: Fact<T> | undefined, mode: Plan['mode']): T | undefined {
  const guess = fact?.source === 'inferred' || fact?.source === 'benchmark'
  return mode === 'pinned' && guess ? undefined : fact?.value
}
