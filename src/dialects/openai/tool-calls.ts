import type { ToolCallDelta } from '../../contracts/chat.ts'
import { argumentsText } from '../arguments-text.ts'
import { isText } from '../is-text.ts'
import { JsonProgress } from '../json-progress.ts'
import { type Salt, toolCallId } from './tool-call-id.ts'

export interface WireToolCall {
  readonly index?: number | null
  readonly id?: string | null
  readonly type?: string | null
  /** Some servers give the arguments as what they stand for. */
  readonly function?: { readonly name?: string | null; readonly arguments?: unknown } | null
}

interface OpenCall {
  readonly id: string
  /** Of a kind that has no function. */
  readonly foreign: boolean
  /** Empty until it is told. */
  name: string
  readonly progress: JsonProgress
}

/**
 * The tool calls of one choice, with the index and id that each needs to be told apart: backends leave them out, or give
 * every call the index 0. An index that is right stays as it is.
 */
export class ToolCalls {
  readonly #salt: Salt
  readonly #calls: OpenCall[] = []
  readonly #byId = new Map<string, number>()
  /** The last call of each index that the backend gave; several may share one. */
  readonly #byIndex = new Map<number, number>()

  /** `salt` makes ids of our own differ between turns. */
  constructor(salt: Salt) {
    this.#salt = salt
  }

  get any(): boolean {
    return this.#calls.length > 0
  }

  /** A call has no name yet, although it must have one. */
  get nameless(): boolean {
    return this.#calls.some(({ name, foreign }) => name === '' && !foreign)
  }

  /** The arguments of a call have begun and not ended. */
  get cut(): boolean {
    return this.#calls.some(({ progress }) => progress.isCut)
  }

  /** The delta with its true index, and an id where a call begins. Throws a GatewayError. */
  next(wire: WireToolCall): ToolCallDelta {
    const piece = pieceOf(wire)
    const open = this.#continued(wire)
    if (open !== undefined) {
      const call = this.#calls[open]
      if (call !== undefined) extend(call, wire, piece)
      return { index: open, arguments: piece, ...(wire.id ? { id: wire.id } : {}), ...nameOf(wire) }
    }
    const index = this.#calls.length
    const id = wire.id || toolCallId(this.#salt, index)
    const foreign = isText(wire.type) && wire.type !== 'function'
    const call = { id, foreign, name: '', progress: new JsonProgress() }
    extend(call, wire, piece)
    this.#calls.push(call)
    this.#byId.set(id, index)
    if (wire.index != null) this.#byIndex.set(wire.index, index)
    return { index, id, arguments: piece, ...nameOf(wire) }
  }

  /** The open call that this delta goes on with; undefined when it begins one. */
  #continued(wire: WireToolCall): number | undefined {
    if (wire.id) return this.#byId.get(wire.id)
    const last = wire.index == null ? this.#calls.length - 1 : this.#byIndex.get(wire.index)
    const call = this.#calls[last ?? -1]
    if (call === undefined) return undefined
    return beginsAnother(call, wire) ? undefined : last
  }
}

function extend(call: OpenCall, wire: WireToolCall, piece: string): void {
  call.progress.push(piece)
  call.name ||= nameOf(wire).name ?? ''
}

/** Without an id, a name after complete arguments begins another call. */
function beginsAnother(call: OpenCall, wire: WireToolCall): boolean {
  const { name } = nameOf(wire)
  if (name === undefined || call.name === '') return false
  return name !== call.name || call.progress.isWhole
}

function pieceOf({ function: called }: WireToolCall): string {
  return called?.arguments == null ? '' : argumentsText(called.arguments)
}

function nameOf({ function: called }: WireToolCall): { readonly name?: string } {
  return isText(called?.name) ? { name: called.name } : {}
}
