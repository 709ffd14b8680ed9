import type { ChatEvent, FinishReason, Timings, Usage } from '../../contracts/chat.ts'
import type { Json } from '../../contracts/json.ts'
import { toByteText } from '../../std/json-spans.ts'
import { answerContent } from './content.ts'
import { ToolCalls, type WireToolCall } from './tool-calls.ts'

/** One parsed event of a stream, as far as it is looked at; any field may be missing or of another type. */
export interface Chunk {
  readonly choices?: unknown
  readonly usage?: unknown
  readonly error?: unknown
  readonly timings?: unknown
  readonly object?: unknown
  readonly message?: unknown
}

type Wire = Readonly<Record<string, unknown>>

interface WireChoice {
  readonly index?: unknown
  readonly delta?: unknown
  readonly finish_reason?: unknown
  readonly stop_reason?: unknown
  readonly matched_stop?: unknown
  readonly logprobs?: unknown
}

export interface ReadChunk {
  /** Never empty. */
  readonly events: readonly ChatEvent[]
  /** What must be mended before the chunk can be passed on: top-level members, as JSON byte text. */
  readonly edits: ReadonlyMap<string, string | undefined>
}

const NO_EDITS: ReadonlyMap<string, string | undefined> = new Map()

/** Reads the chunks of one stream in order; remembers only what mending the later ones takes. */
export class ChunkReader {
  readonly #salt: number
  readonly #stops: readonly string[]
  readonly #calls: ToolCalls[] = []
  /** The choices that have begun and not finished. */
  readonly #begun = new Set<number>()

  /** `salt` makes tool-call ids of our own differ between turns; `stops` are what the client asked to stop at. */
  constructor(salt: number, stops: readonly string[] = []) {
    this.#salt = salt
    this.#stops = stops
  }

  read(chunk: Chunk): ReadChunk {
    const failure = failureOf(chunk)
    if (failure !== undefined) return { events: [failure], edits: NO_EDITS }
    const choices = Array.isArray(chunk.choices) ? chunk.choices.filter(isObject) : []
    const events: ChatEvent[] = []
    let mended = false
    const wire = choices.map((choice, at) => {
      const better = this.#choice(choice, at, events)
      mended ||= better !== choice
      return better
    })
    const usage = toUsage(chunk.usage)
    if (usage !== undefined) {
      events.push({
        type: 'usage',
        usage,
        timings: toTimings(chunk.timings),
        alone: events.length === 0,
      })
    }
    if (events.length === 0) events.push({ type: 'other' })
    return { events, edits: editsOf(chunk, mended ? wire : undefined) }
  }

  /** The finishes that are missing from a stream which said that it was whole: some servers never send one. */
  finishes(): readonly ChatEvent[] {
    return Array.from(this.#begun, (choice) => {
      const reason = this.#calls[choice]?.any === true ? 'tool-calls' : 'stop'
      return { type: 'finish', choice, reason }
    })
  }

  /** Tells a choice's events; gives the choice back, mended where it must be. */
  #choice(choice: WireChoice, at: number, events: ChatEvent[]): WireChoice {
    const index = isChoiceIndex(choice.index) ? choice.index : at
    const delta = isObject(choice.delta) ? choice.delta : {}
    const before = events.length
    tellTexts(delta, index, choice.logprobs, events)
    const called = this.#toolCalls(delta, index, events)
    if (events.length > before) this.#begun.add(index)
    const better = called === delta ? choice : { ...choice, delta: called }
    const reason = choice.finish_reason
    if (typeof reason !== 'string' || reason === '') return better
    const truth = reason === 'stop' && this.#calls[index]?.any === true ? 'tool_calls' : reason
    events.push({
      type: 'finish',
      choice: index,
      reason: toFinishReason(truth),
      stop: matchedStop(choice, this.#stops),
    })
    this.#begun.delete(index)
    return truth === reason ? better : { ...better, finish_reason: truth }
  }

  #toolCalls(
    delta: Readonly<Record<string, unknown>>,
    choice: number,
    events: ChatEvent[],
  ): object {
    const wire = delta['tool_calls']
    if (!Array.isArray(wire) || wire.length === 0) return delta
    this.#calls[choice] ??= new ToolCalls(this.#salt)
    const calls = this.#calls[choice]
    let mended = false
    const better = wire.filter(isObject).map((call: WireToolCall) => {
      const next = calls.next(call)
      events.push({ type: 'tool-call-delta', choice, call: next })
      const right = call.index === next.index && (next.id === undefined || call.id === next.id)
      mended ||= !right
      return right
        ? call
        : { ...call, index: next.index, ...(next.id === undefined ? {} : { id: next.id }) }
    })
    return mended ? { ...delta, tool_calls: better } : delta
  }
}

const REASONING_FIELDS = ['reasoning_content', 'reasoning']

/** A backend's own number is believed within what a client may ask for. */
function isChoiceIndex(index: unknown): index is number {
  return Number.isInteger(index) && Number(index) >= 0 && Number(index) < 128
}

function tellTexts(delta: Wire, choice: number, logprobs: unknown, events: ChatEvent[]): void {
  const { thought, ...content } = answerContent(delta['content'])
  for (const text of [content.text, ...textsOf(delta, ['refusal'])]) {
    if (text === '') continue
    events.push({
      type: 'text-delta',
      choice,
      text,
      ...(logprobs ? { logprobs: logprobs as Json } : {}),
    })
  }
  const text = textsOf(delta, REASONING_FIELDS)[0] ?? thought
  if (text !== '') events.push({ type: 'reasoning-delta', choice, text })
}

function textsOf(delta: Wire, fields: readonly string[]): string[] {
  return fields
    .map((field) => delta[field])
    .filter((text): text is string => typeof text === 'string' && text !== '')
}

/** An `error: null` makes one client lose the chunk's text, and a chunk without choices breaks another. */
function editsOf(chunk: Chunk, choices: readonly WireChoice[] | undefined): ReadChunk['edits'] {
  if (choices === undefined && chunk.error === undefined && Array.isArray(chunk.choices))
    return NO_EDITS
  const edits = new Map<string, string | undefined>()
  if (chunk.error !== undefined) edits.set('error', undefined)
  if (choices !== undefined) edits.set('choices', toByteText(JSON.stringify(choices)))
  else if (!Array.isArray(chunk.choices)) edits.set('choices', '[]')
  return edits
}

/** `{"error":{…}}`, `{"error":"text"}` and the older `{"object":"error","message":…}`. */
function failureOf(chunk: Chunk): ChatEvent | undefined {
  const error = chunk.error ?? (chunk.object === 'error' ? chunk : undefined)
  if (error === undefined || error === null) return undefined
  if (!isObject(error)) return { type: 'error', message: String(error) }
  const { message, code, type } = error
  const label = code ?? type
  return {
    type: 'error',
    message: typeof message === 'string' ? message : 'unknown error',
    code: label === undefined || label === null ? undefined : String(label),
  }
}

export function toFinishReason(wire: string): FinishReason {
  return FINISH_REASONS.get(wire) ?? 'other'
}

const FINISH_REASONS: ReadonlyMap<string, FinishReason> = new Map([
  ['stop', 'stop'],
  ['length', 'length'],
  ['tool_calls', 'tool-calls'],
  ['function_call', 'tool-calls'],
  ['content_filter', 'content-filter'],
])

/** What the client asked to stop at and the answer did: vLLM's and SGLang's word for it, which may be a token as well. */
export function matchedStop(
  { stop_reason, matched_stop }: Pick<WireChoice, 'stop_reason' | 'matched_stop'>,
  stops: readonly string[],
): string | undefined {
  return stops.find((stop) => stop === stop_reason || stop === matched_stop)
}

/** Undefined unless both counts are believable. */
export function toUsage(wire: unknown): Usage | undefined {
  if (!isObject(wire)) return undefined
  const input = count(wire['prompt_tokens'])
  const output = count(wire['completion_tokens']) ?? 0
  if (input === undefined) return undefined
  const cached = isObject(wire['prompt_tokens_details'])
    ? count(wire['prompt_tokens_details']['cached_tokens'])
    : undefined
  const details = wire['completion_tokens_details']
  const reasoning = isObject(details) ? count(details['reasoning_tokens']) : undefined
  return {
    input,
    output,
    ...(cached === undefined ? {} : { cached }),
    ...(reasoning === undefined ? {} : { reasoning }),
  }
}

/** llama.cpp's own account of its time. */
export function toTimings(wire: unknown): Timings | undefined {
  if (!isObject(wire)) return undefined
  const {
    prompt_ms: prefillMs,
    prompt_n: prefillTokens,
    predicted_ms: decodeMs,
    predicted_n: decodeTokens,
  } = wire
  const found = { prefillMs, prefillTokens, decodeMs, decodeTokens }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => count(value) !== undefined))
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
}

function isObject(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
