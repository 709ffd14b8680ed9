import type { ChatEvent } from '../../contracts/chat.ts'
import type { Json } from '../../contracts/json.ts'
import { toByteText } from '../../std/json-spans.ts'
import { ChoiceCalls } from './choice-calls.ts'
import { answerContent } from './content.ts'
import { matchedStop, toFinishReason, trueReason } from './finish.ts'
import type { Salt } from './tool-call-id.ts'
import { isObject, toTimings, toUsage } from './usage.ts'

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
  readonly #salt: Salt
  readonly #stops: readonly string[]
  readonly #calls: ChoiceCalls[] = []
  /** The choices that have begun and not finished. */
  readonly #begun = new Set<number>()

  /** `salt` makes tool-call ids of our own differ between turns; `stops` are what the client asked to stop at. */
  constructor(salt: Salt, stops: readonly string[] = []) {
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

  /**
   * The finishes that are missing from a stream which said that it was whole: some servers never send one. Throws a
   * GatewayError when it ended in the middle of a call.
   */
  finishes(): readonly ChatEvent[] {
    return Array.from(this.#begun, (choice) => {
      const calls = this.#calls[choice]
      calls?.end(true)
      return { type: 'finish', choice, reason: calls?.any === true ? 'tool-calls' : 'stop' }
    })
  }

  /** Tells a choice's events; gives the choice back, mended where it must be. */
  #choice(choice: WireChoice, at: number, events: ChatEvent[]): WireChoice {
    const index = isChoiceIndex(choice.index) ? choice.index : at
    const delta = isObject(choice.delta) ? choice.delta : {}
    const before = events.length
    tellTexts(delta, index, choice.logprobs, events)
    const called = this.#called(delta, index, events)
    if (events.length > before) this.#begun.add(index)
    const better = called === delta ? choice : { ...choice, delta: called }
    const reason = choice.finish_reason
    if (typeof reason !== 'string' || reason === '') return better
    const calls = this.#calls[index]
    calls?.end(false)
    const truth = trueReason(reason, calls)
    events.push({
      type: 'finish',
      choice: index,
      reason: toFinishReason(truth),
      stop: matchedStop(choice, this.#stops),
    })
    this.#begun.delete(index)
    return truth === reason ? better : { ...better, finish_reason: truth }
  }

  /** Tells a delta's calls; gives the delta back, mended where it must be. */
  #called(delta: Wire, choice: number, events: ChatEvent[]): Wire {
    if (!delta['tool_calls'] && !delta['function_call']) return delta
    this.#calls[choice] ??= new ChoiceCalls(this.#salt)
    const { told, mended } = this.#calls[choice].read(delta)
    for (const call of told) events.push({ type: 'tool-call-delta', choice, call })
    return mended
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
