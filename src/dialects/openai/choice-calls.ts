import type { ToolCallDelta } from '../../contracts/chat.ts'
import { GatewayError } from '../../contracts/errors.ts'
import type { Called } from './finish.ts'
import type { Salt } from './tool-call-id.ts'
import { ToolCalls, type WireToolCall } from './tool-calls.ts'
import { isObject } from './usage.ts'

type Wire = Readonly<Record<string, unknown>>

export interface ReadCalls {
  readonly told: readonly ToolCallDelta[]
  /** What a client gets: the very same delta unless something in it had to be mended. */
  readonly mended: Wire
}

/** The calls of one choice as its deltas tell them: in a list, or as the one call of old, which is passed on as it is. */
export class ChoiceCalls implements Called {
  readonly #calls: ToolCalls
  #legacy = false

  constructor(salt: Salt) {
    this.#calls = new ToolCalls(salt)
  }

  get any(): boolean {
    return this.#calls.any
  }

  get legacy(): boolean {
    return this.#legacy
  }

  /** Throws a GatewayError when a call cannot be read. */
  read(delta: Wire): ReadCalls {
    const { tool_calls: list, function_call: one } = delta
    if (Array.isArray(list) && list.length > 0) return this.#list(delta, list.filter(isObject))
    if (!isObject(one) || (this.any && !this.#legacy)) return { told: [], mended: delta }
    this.#legacy = true
    return { told: [this.#calls.next({ index: 0, function: one })], mended: delta }
  }

  /** The choice has ended. Throws a GatewayError when a call has no name, or was cut and nobody said why. */
  end(unexplained: boolean): void {
    if (this.#calls.nameless) throw broken('a tool call without a name')
    if (unexplained && this.#calls.cut)
      throw broken('the end of its answer in the middle of a call')
  }

  #list(delta: Wire, list: readonly WireToolCall[]): ReadCalls {
    const told = list.map((call) => this.#calls.next(call))
    const better = list.map((call, at) => mend(call, told[at]))
    const isRight = better.every((call, at) => call === list[at])
    return { told, mended: isRight ? delta : { ...delta, tool_calls: better } }
  }
}

function mend(wire: WireToolCall, told: ToolCallDelta | undefined): WireToolCall {
  if (told === undefined) return wire
  const { index, id, arguments: text } = told
  const called = wire.function
  const isTold = called?.arguments == null || called.arguments === text
  if (wire.index === index && (id === undefined || wire.id === id) && isTold) return wire
  return {
    ...wire,
    index,
    ...(id === undefined ? {} : { id }),
    ...(isTold ? {} : { function: { ...called, arguments: text } }),
  }
}

function broken(what: string): GatewayError {
  return new GatewayError('upstream_invalid_response', `The backend sent ${what}.`)
}
