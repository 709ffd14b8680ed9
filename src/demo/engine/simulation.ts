import type { Call, Failure } from './call.ts'
import type { Stats } from './control.ts'
import type { Refusal } from './refusal.ts'
import type { ServerState } from './state.ts'

export interface Route {
  readonly method: 'GET' | 'POST'
  /** One that ends in `/` takes all that lies below it. */
  readonly path: string
  /** A call to a model: what ordered failures strike. */
  readonly inference?: boolean
  readonly handle: (call: Call) => Promise<void> | void
}

/** What makes a server one of its kind: its routes and how it says no. */
export interface Simulation {
  readonly kind: string
  readonly routes: readonly Route[]
  /** Sent with every answer. */
  readonly headers: Readonly<Record<string, string>>
  /** Throws a Refusal for a request that must not reach its route. */
  readonly gate: (call: Call) => void
  readonly missing: (call: Call, otherMethod: boolean) => Refusal
  readonly badJson: (text: string) => Refusal
  readonly failure: Failure
  readonly loaded: () => Stats['loaded']
}

/** Makes a simulation from the state of its server. */
export type Simulate = (state: ServerState) => Simulation
