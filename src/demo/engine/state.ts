import type { ServerDescription, ServerInput, SimulatedModel } from './description.ts'
import { describeServer } from './description.ts'
import type { Fault } from './fault.ts'
import type { Ledger } from './ledger.ts'
import { openLedger } from './ledger.ts'

/** All that changes while a simulated server runs. */
export interface ServerState {
  readonly description: ServerDescription
  /** By name, in the order they were added. */
  readonly models: Map<string, SimulatedModel>
  readonly ledger: Ledger
  faults: Fault[]
  /** How many times faster than described everything runs. */
  speed: number
  /** Loads never end. */
  wedged: boolean
}

/** The state of a server that starts from a description. */
export function createState(input: ServerInput): ServerState {
  const description = describeServer(input)
  return {
    description,
    models: new Map(description.models.map((model) => [model.name, model])),
    ledger: openLedger(),
    faults: [],
    speed: 1,
    wedged: false,
  }
}
