import type { ToolCallDelta } from '../../contracts/chat.ts'

export interface WireToolCall {
  readonly index?: number | null
  readonly id?: string | null
  readonly function?: { readonly name?: string | null; readonly arguments?: string | null } | null
}

interface OpenCall {
  readonly id: string
  /** The index the backend gave it; several may share one. */
  readonly wireIndex: number | undefined
  /** Empty until it is told. */
  name: string
  arguments: string
}

/**
 * The tool calls of one choice, with the index and id that each needs to be told apart: backends leave them out, or give
 * every call the index 0. An index that is right stays as it is.
 */
export class ToolCalls {
  readonly #salt: number
  readonly #calls: OpenCall[] = []

  /** `salt` makes ids of our own differ between turns: the number of messages so far. */
  constructor(salt: number) {
    this.#salt = salt
  }

  get any(): boolean {
    return this.#calls.length > 0
  }

  /** The delta with its true index, and an id where a call begins. */
  next(wire: WireToolCall): ToolCallDelta {
    const piece = wire.function?.arguments ?? ''
    const open = this.#continued(wire)
    if (open !== undefined) {
      const call = this.#calls[open]
      if (call !== undefined) extend(call, wire, piece)
      return { index: open, arguments: piece, ...(wire.id ? { id: wire.id } : {}), ...nameOf(wire) }
    }
    const index = this.#calls.length
    const id = wire.id || toolCallId(this.#salt, index)
    const name = wire.function?.name ?? ''
    this.#calls.push({ id, wireIndex: wire.index ?? undefined, name, arguments: piece })
    return { index, id, arguments: piece, ...nameOf(wire) }
  }

  /** The open call that this delta goes on with; undefined when it begins one. */
  #continued(wire: WireToolCall): number | undefined {
    if (wire.id) {
      const known = this.#calls.findLastIndex((call) => call.id === wire.id)
      return known >= 0 ? known : undefined
    }
    const last = this.#calls.findLastIndex(
      (call) => wire.index == null || call.wireIndex === wire.index,
    )
    const call = this.#calls[last]
    if (call === undefined) return undefined
    return beginsAnother(call, wire) ? undefined : last
  }
}

function extend(call: OpenCall, wire: WireToolCall, piece: string): void {
  call.arguments += piece
  call.name ||= wire.function?.name ?? ''
}

/** Without an id, a name after complete arguments begins another call. */
function beginsAnother(call: OpenCall, wire: WireToolCall): boolean {
  const name = wire.function?.name
  if (!name || call.name === '') return false
  return name !== call.name || isJson(call.arguments)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function nameOf(wire: WireToolCall): { readonly name?: string } {
  return wire.function?.name ? { name: wire.function.name } : {}
}

/** Nine letters and digits, the form that the strictest chat templates ask for. */
export function toolCallId(salt: number, index: number): string {
  return `call${(salt % 46_656).toString(36).padStart(3, '0')}${(index % 1296).toString(36).padStart(2, '0')}`
}
