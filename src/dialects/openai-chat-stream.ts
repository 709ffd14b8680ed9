import type { ChatEvent, ChatRequest, Frames } from '../contracts/chat.ts'
import type { StreamDecoder } from '../contracts/dialect.ts'
import { GatewayError } from '../contracts/errors.ts'
import {
  closingQuote,
  fromByteText,
  toByteText,
  topLevelMembers,
  withValues,
} from '../std/json-spans.ts'
import { dataOf, SseFrames } from '../std/sse-frames.ts'
import { type Chunk, ChunkReader } from './openai-chunk.ts'

const DIALECT = 'openai-chat'
const PROBE = 'probe:5f0c3a9e'
/** So many broken events in one stream are tolerated, if it began well. */
const TOLERATED = 3

/** What the frames of a stream have in common: the bytes before and after their text, as they came and as they go on. */
interface Shape {
  readonly head: string
  readonly tail: string
  readonly frameHead: string
  readonly frameTail: string
  readonly type: 'text-delta' | 'reasoning-delta'
  readonly choice: number
}

/**
 * One stream of chunks. Its frames mostly differ only in the text they carry: the bytes around the text are learned
 * from one frame and then compared, so that such a frame is not parsed at all.
 */
export class OpenaiStreamDecoder implements StreamDecoder {
  done = false
  readonly #frames = new SseFrames()
  readonly #reader: ChunkReader
  #shape: Shape | undefined
  #learned = 0
  #hits = 0
  #read = 0
  #broken = 0

  constructor(request: ChatRequest) {
    this.#reader = new ChunkReader(request.messages.length)
  }

  push(text: string): readonly ChatEvent[] {
    return this.#events(this.#whole(text))
  }

  end(): readonly ChatEvent[] {
    return this.#events(this.#frames.end())
  }

  #whole(text: string): string {
    try {
      return this.#frames.push(text)
    } catch (cause) {
      throw new GatewayError(
        'upstream_invalid_response',
        'The backend sent an event that is too large.',
        {
          cause,
        },
      )
    }
  }

  #events(text: string): ChatEvent[] {
    const events: ChatEvent[] = []
    let at = 0
    while (at < text.length && !this.done) {
      const after = this.#shape === undefined ? at : this.#run(this.#shape, text, at, events)
      if (after > at) {
        at = after
        continue
      }
      const gap = text.indexOf('\n\n', at)
      const end = gap < 0 ? text.length : gap + 2
      this.#frame(text.slice(at, end), events)
      at = end
    }
    return events
  }

  /** The frames of known shape from `at` on, as one event; gives back where they end. */
  #run(shape: Shape, text: string, start: number, events: ChatEvent[]): number {
    const bodies: string[] = []
    let at = start
    for (let close = textEnd(shape, text, at); close > 0; close = textEnd(shape, text, at)) {
      bodies.push(text.slice(at + shape.head.length, close))
      at = close + shape.tail.length
    }
    if (bodies.length > 0) events.push(framedText(shape, bodies))
    this.#hits += bodies.length
    return at
  }

  /** A frame of any shape. Comments and empty data are passed over. */
  #frame(frame: string, events: ChatEvent[]): void {
    const data = dataOf(frame)
    if (data === '') return
    if (data === '[DONE]') {
      this.done = true
      events.push(...this.#reader.finishes())
      return
    }
    const chunk = parseChunk(data)
    if (chunk === undefined) this.#skip()
    else this.#chunk(chunk, frame, events)
  }

  #chunk(chunk: Chunk, frame: string, events: ChatEvent[]): void {
    this.#read++
    const data = dataOf(frame)
    const { events: read, edits } = this.#reader.read(chunk)
    const clean = edits.size === 0 ? data : withValues(data, topLevelMembers(data), edits)
    const frames: Frames = {
      dialect: DIALECT,
      head: clean.replaceAll('\n', ' '),
      bodies: [''],
      tail: '',
    }
    for (const event of read) events.push({ ...event, frames })
    const [only] = read
    if (read.length === 1 && (only?.type === 'text-delta' || only?.type === 'reasoning-delta')) {
      this.#learn(frame, only, edits)
    }
  }

  #skip(): void {
    this.#broken++
    if (this.#read > 0 && this.#broken <= TOLERATED) return
    throw new GatewayError(
      'upstream_invalid_response',
      'The backend sent events that are not JSON.',
    )
  }

  /**
   * Splits a frame around its text. Every frame with the same head and tail and no unescaped quote between them parses
   * to the same event but for that text: a probe put there proves that the place is right. Given up when the frames of
   * this stream have nothing in common.
   */
  #learn(frame: string, event: TextEvent, edits: ReadonlyMap<string, string | undefined>): void {
    if (this.#learned > 3 && this.#hits === 0) return
    if (edits.has('choices')) return
    const split = splitAround(frame, event)
    if (split === undefined) return
    const { head, tail } = split
    const data = dataOf(head + PROBE + tail)
    const probed = parseChunk(data)
    const [seen, more] = probed === undefined ? [] : new ChunkReader(0).read(probed).events
    if (more !== undefined || seen?.type !== event.type || seen.text !== PROBE) return
    const clean = withValues(data, topLevelMembers(data), edits).replaceAll('\n', ' ')
    const [frameHead, frameTail] = clean.split(PROBE)
    if (frameHead === undefined || frameTail === undefined) return
    const { type, choice } = event
    this.#shape = { head: flat(head), tail: flat(tail), frameHead, frameTail, type, choice }
    this.#learned++
    this.#hits = 0
  }
}

type TextEvent = ChatEvent & { readonly type: 'text-delta' | 'reasoning-delta' }

/** The text of frames of known shape: decoded only if somebody reads it. */
class FramedText<T extends TextEvent['type']> {
  readonly type: T
  readonly choice: number
  readonly frames: Frames

  constructor(type: T, choice: number, frames: Frames) {
    this.type = type
    this.choice = choice
    this.frames = frames
  }

  get text(): string {
    return JSON.parse(fromByteText(`"${this.frames.bodies.join('')}"`))
  }
}

function framedText({ type, choice, frameHead, frameTail }: Shape, bodies: string[]): ChatEvent {
  const frames = { dialect: DIALECT, head: frameHead, bodies, tail: frameTail }
  return type === 'text-delta'
    ? new FramedText(type, choice, frames)
    : new FramedText(type, choice, frames)
}

/** Where the text ends in the frame at `at`, if that frame has this shape and its text is not empty; else 0. */
function textEnd({ head, tail }: Shape, text: string, at: number): number {
  const from = at + head.length
  if (text.slice(at, from) !== head) return 0
  const close = closingQuote(text, from)
  return close > from && text.slice(close, close + tail.length) === tail ? close : 0
}

function splitAround(
  frame: string,
  event: TextEvent,
): { readonly head: string; readonly tail: string } | undefined {
  const encoded = toByteText(JSON.stringify(event.text))
  const at = frame.indexOf(encoded)
  if (at < 0 || frame.indexOf(encoded, at + 1) >= 0) return undefined
  return { head: frame.slice(0, at + 1), tail: frame.slice(at + encoded.length - 1) }
}

/** A copy that is one run of characters: comparing with slices of joined strings is several times slower. */
function flat(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1')
}

function parseChunk(data: string): Chunk | undefined {
  try {
    const chunk: unknown = JSON.parse(fromByteText(data))
    return typeof chunk === 'object' && chunk !== null && !Array.isArray(chunk) ? chunk : undefined
  } catch {
    return undefined
  }
}
