import type { ChatEvent, ChatRequest, FinishReason, Timings } from '../../contracts/chat.ts'
import type { StreamDecoder } from '../../contracts/dialect.ts'
import { GatewayError } from '../../contracts/errors.ts'
import type { Json } from '../../contracts/json.ts'
import { defined } from '../../std/defined.ts'
import { fromByteText } from '../../std/json-spans.ts'
import { argumentsText } from '../arguments-text.ts'
import { parseExact } from '../exact-json.ts'
import { isText } from '../is-text.ts'
import { type Salt, toolCallId, turnSalt } from '../openai/tool-call-id.ts'

/** One line of an answer, as far as we read it. */
interface Line {
  readonly error?: unknown
  readonly message?: Message | null
  readonly logprobs?: unknown
  readonly done?: unknown
  readonly done_reason?: unknown
  readonly load_duration?: unknown
  readonly prompt_eval_count?: unknown
  readonly prompt_eval_duration?: unknown
  readonly eval_count?: unknown
  readonly eval_duration?: unknown
}

interface Message {
  readonly content?: unknown
  readonly thinking?: unknown
  readonly tool_calls?: unknown
}

const MAX_LINE = 16 << 20
/** A load that took longer was one: a warm model takes some tens of milliseconds. */
const COLD_LOAD_MS = 500

/** One stream of lines, each a JSON object in byte text; the last one says `done`. */
export class OllamaStreamDecoder implements StreamDecoder {
  done = false
  readonly #salt: Salt
  #rest = ''
  #calls = 0

  constructor(request: ChatRequest) {
    this.#salt = turnSalt(request.messages)
  }

  push(text: string): readonly ChatEvent[] {
    const events: ChatEvent[] = []
    let from = 0
    for (let cut = text.indexOf('\n'); cut >= 0; cut = text.indexOf('\n', from)) {
      this.#line(this.#rest + text.slice(from, cut), events)
      this.#rest = ''
      from = cut + 1
    }
    this.#rest += text.slice(from)
    if (this.#rest.length > MAX_LINE) throw invalid('a line that is too long')
    return events
  }

  end(): readonly ChatEvent[] {
    const events: ChatEvent[] = []
    this.#line(this.#rest, events)
    this.#rest = ''
    return events
  }

  /** After `done` nothing counts. */
  #line(text: string, events: ChatEvent[]): void {
    if (this.done || text.trim() === '') return
    const line = parse(text)
    const before = events.length
    if (line.error !== undefined && line.error !== null) {
      events.push(toError(line.error))
      return
    }
    if (line.message) this.#message(line.message, line.logprobs, events)
    if (line.done === true) this.#finish(line, events)
    if (events.length === before) events.push({ type: 'other' })
  }

  #message(
    { thinking, content, tool_calls }: Message,
    logprobs: unknown,
    events: ChatEvent[],
  ): void {
    if (isText(thinking)) events.push({ type: 'reasoning-delta', choice: 0, text: thinking })
    if (isText(content)) {
      const scored = Array.isArray(logprobs) && logprobs.length > 0
      events.push({
        type: 'text-delta',
        choice: 0,
        text: content,
        ...(scored ? { logprobs: { content: logprobs as Json[] } } : {}),
      })
    }
    if (!Array.isArray(tool_calls)) return
    for (const call of tool_calls) this.#call(call, events)
  }

  /** A call comes whole. Its place is counted here, for servers have given the same index to several. */
  #call(wire: unknown, events: ChatEvent[]): void {
    const { id, function: called } = Object(wire) as { id?: unknown; function?: unknown }
    const { name, arguments: args } = Object(called) as { name?: unknown; arguments?: unknown }
    if (!isText(name)) throw invalid('a tool call without a name')
    const index = this.#calls++
    const call = {
      index,
      id: isText(id) ? id : toolCallId(this.#salt, index),
      name,
      arguments: argumentsText(args),
    }
    events.push({ type: 'tool-call-delta', choice: 0, call })
  }

  #finish(line: Line, events: ChatEvent[]): void {
    this.done = true
    events.push({ type: 'finish', choice: 0, reason: toReason(line.done_reason, this.#calls > 0) })
    const input = toCount(line.prompt_eval_count)
    const output = toCount(line.eval_count)
    if (input === 0 && output === 0) return
    events.push({ type: 'usage', usage: { input, output }, timings: toTimings(line), alone: true })
  }
}

/** Arguments of calls are objects, whose long numbers stay as the model wrote them. */
function parse(text: string): Line {
  try {
    const json = fromByteText(text)
    const line: unknown = json.includes('"tool_calls"') ? parseExact(json) : JSON.parse(json)
    if (typeof line === 'object' && line !== null && !Array.isArray(line)) return line
  } catch (cause) {
    throw invalid('a line that is not JSON', cause)
  }
  throw invalid('a line that is no JSON object')
}

function toError(error: unknown): ChatEvent {
  if (typeof error === 'string') return { type: 'error', message: error }
  const { message, code } = Object(error) as { message?: unknown; code?: unknown }
  return {
    type: 'error',
    message: isText(message) ? message : 'no reason given',
    ...(code === undefined || code === null ? {} : { code: String(code) }),
  }
}

function toReason(reason: unknown, called: boolean): FinishReason {
  if (reason === 'length') return 'length'
  if (reason !== 'stop' && isText(reason)) return 'other'
  return called ? 'tool-calls' : 'stop'
}

/**
 * Durations come in nanoseconds. The count of prompt tokens holds the cached ones, the time for them does not: only
 * right after a load, when nothing can be cached, do the two belong together.
 */
function toTimings(line: Line): Timings {
  const loadMs = toMilliseconds(line.load_duration)
  const cold = loadMs !== undefined && loadMs >= COLD_LOAD_MS
  return defined({
    loadMs,
    prefillMs: toMilliseconds(line.prompt_eval_duration),
    prefillTokens: cold ? toCount(line.prompt_eval_count) : undefined,
    decodeMs: toMilliseconds(line.eval_duration),
    decodeTokens: toCount(line.eval_count),
  })
}

function toMilliseconds(nanoseconds: unknown): number | undefined {
  const count = toCount(nanoseconds)
  return count === 0 ? undefined : count / 1e6
}

/** What is zero is left out by the server. */
function toCount(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0
}

function invalid(what: string, cause?: unknown): GatewayError {
  return new GatewayError('upstream_invalid_response', `The backend sent ${what}.`, { cause })
}
