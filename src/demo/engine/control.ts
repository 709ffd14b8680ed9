import type { ModelInput } from './description.ts'
import { describeModel } from './description.ts'
import type { Fault } from './fault.ts'
import { FAULT_MODES } from './fault.ts'
import type { Ledger } from './ledger.ts'
import type { ServerState } from './state.ts'

/** What `POST /__control` takes: any of these, carried out in this order. */
export interface Command {
  /** Replaces the ordered failures; null or [] takes them back. */
  readonly fail?: Fault | readonly Fault[] | null
  /** Loads never end while true. */
  readonly wedge?: boolean
  /** How many times faster than described everything runs. */
  readonly speed?: number
  readonly remove?: readonly string[]
  readonly add?: readonly ModelInput[]
}

/** What `GET /__control` tells. */
export interface Stats extends Ledger {
  readonly kind: string
  readonly pid: number
  readonly loaded: readonly { readonly name: string; readonly context: number }[]
}

/** Carries out a command; throws an Error that says what is wrong with it, and then has done nothing. */
export function obey(state: ServerState, command: Command): void {
  const unknown = Object.keys(command).filter((key) => !COMMANDS.includes(key))
  if (unknown.length > 0) throw new Error(`Unknown command: ${unknown.join(', ')}`)
  const faults = command.fail === undefined ? state.faults : faultsOf(command.fail)
  const added = (command.add ?? []).map(describeModel)
  state.faults = faults
  state.wedged = command.wedge ?? state.wedged
  state.speed = command.speed ?? state.speed
  for (const name of command.remove ?? []) state.models.delete(name)
  for (const model of added) state.models.set(model.name, model)
}

const COMMANDS = ['fail', 'wedge', 'speed', 'remove', 'add']

function faultsOf(fail: NonNullable<Command['fail']> | null): Fault[] {
  const faults = fail === null ? [] : [fail].flat()
  const wrong = faults.find((fault) => !FAULT_MODES.includes(fault.mode))
  if (wrong !== undefined) throw new Error(`Unknown way to fail: ${wrong.mode}`)
  return faults
}
