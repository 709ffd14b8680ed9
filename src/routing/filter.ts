import type { Capability, Fact, Placement } from '../contracts/model.ts'
import type { Plan } from '../contracts/routing.ts'
import type { ContextNeed } from './context-need.ts'

/** What a request asks for, whoever takes it. */
export interface Wants {
  readonly mode: Plan['mode']
  readonly needs: readonly Capability[]
  /** Who may answer; absent = all. */
  readonly only?: Names | undefined
  /** Who may not. */
  readonly exclude?: Names | undefined
  /** Nothing may leave this machine's network. */
  readonly localOnly: boolean
}

/** Ids of models as `foldId` writes them, and keys of placements in lower case. */
export type Names = ReadonlySet<string>

/** The same at a moment at which some of the placements in question can be reached, or none. */
export interface Reach extends Wants {
  readonly someUp: boolean
}

/** All that filters may know of a request. */
interface RequestFacts extends Reach {
  readonly context: ContextNeed
}

/** A hard condition; its name is what a rejection carries, and its place in the list how far a placement got. */
export interface Filter<Facts extends Wants = RequestFacts> {
  readonly name: string
  /** False: no placement can fail at this request, so that none need be asked. Absent = some may. */
  matters?(facts: Facts): boolean
  /** Why this placement cannot take the request, for people; undefined = it can. */
  reject(placement: Placement, facts: Facts): string | undefined
}

/** What a fact says; a mere guess does not overrule a client that asked for the model by name. */
export function trusted<T>(fact: Fact<T> | undefined, mode: Plan['mode']): T | undefined {
  const guess = fact?.source === 'inferred' || fact?.source === 'benchmark'
  return mode === 'pinned' && guess ? undefined : fact?.value
}
