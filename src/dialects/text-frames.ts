import type { ChatEvent, Frames } from '../contracts/chat.ts'
import { GatewayError } from '../contracts/errors.ts'
import { closingQuote, fromByteText, toByteText } from '../std/json-spans.ts'
import { dataOf, SseFrames } from '../std/sse-frames.ts'

const PROBE = 'probe:5f0c3a9e'

/** What the frames of a stream have in common: the bytes before and after their text, as they came and as they go on. */
interface Shape {
  readonly head: string
  readonly tail: string
  readonly frameHead: string
  readonly frameTail: string
  readonly type: TextEvent['type']
  readonly choice: number
}

export type TextEvent = ChatEvent & { readonly type: 'text-delta' | 'reasoning-delta' }

/** How one dialect reads the frames that have no known shape. */
export interface FrameReader {
  readonly dialect: string
  /** Tells the events of a frame of any shape. */
  read(frame: string, events: ChatEvent[]): void
  /** What a frame with this data says, whatever came before it; nothing when it is broken. */
  probe(data: string): readonly ChatEvent[]
  /** Nothing counts any more. */
  isDone(): boolean
}

/**
 * One stream of server-sent frames. They mostly differ only in the text they carry: the bytes around the text are learned
 * from one frame and then compared, so that such a frame is not parsed at all.
 */
export class TextFrames {
  readonly #reader: FrameReader
  readonly #frames = new SseFrames()
  #shape: Shape | undefined
  #learned = 0
  #hits = 0

  constructor(reader: FrameReader) {
    this.#reader = reader
  }

  /** Throws a GatewayError when a frame grows too large, and what reading throws. */
  push(text: string): ChatEvent[] {
    return this.#events(this.#whole(text))
  }

  /** What an unfinished last frame still holds. */
  end(): ChatEvent[] {
    return this.#events(this.#frames.end())
  }

  /**
   * Splits a frame around its text. Every frame with the same head and tail and no unescaped quote between them parses
   * to the same event but for that text: a probe put there proves that the place is right. Given up when the frames of
   * this stream have nothing in common. `clean` makes of a frame's data what goes on.
   */
  learn(frame: string, event: TextEvent, clean: (data: string) => string): void {
    if (this.#learned > 3 && this.#hits === 0) return
    const split = splitAround(frame, event)
    if (split === undefined) return
    const { head, tail } = split
    const data = dataOf(head + PROBE + tail)
    const [seen, more] = this.#reader.probe(data)
    if (more !== undefined || seen?.type !== event.type || seen.text !== PROBE) return
    const [frameHead, frameTail] = clean(data).replaceAll('\n', ' ').split(PROBE)
    if (frameHead === undefined || frameTail === undefined) return
    const { type, choice } = event
    this.#shape = { head: flat(head), tail: flat(tail), frameHead, frameTail, type, choice }
    this.#learned++
    this.#hits = 0
  }

  /** Frames of the shape that was learned may mean something else from here on. */
  forget(): void {
    this.#shape = undefined
    this.#learned = 0
  }

  #whole(text: string): string {
    try {
      return this.#frames.push(text)
    } catch (cause) {
      throw new GatewayError(
        'upstream_invalid_response',
        'The backend sent an event that is too large.',
        { cause },
      )
    }
  }

  #events(text: string): ChatEvent[] {
    const events: ChatEvent[] = []
    let at = 0
    while (at < text.length && !this.#reader.isDone()) {
      const after = this.#shape === undefined ? at : this.#run(this.#shape, text, at, events)
      if (after > at) {
        at = after
        continue
      }
      const gap = text.indexOf('\n\n', at)
      const end = gap < 0 ? text.length : gap + 2
      this.#reader.read(text.slice(at, end), events)
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
    if (bodies.length > 0) events.push(framedText(this.#reader.dialect, shape, bodies))
    this.#hits += bodies.length
    return at
  }
}

/** The one event of a frame, if it tells nothing but text: such a frame can be learned from. */
export function onlyText(events: readonly ChatEvent[]): TextEvent | undefined {
  const [only, more] = events
  if (more !== undefined) return undefined
  return only?.type === 'text-delta' || only?.type === 'reasoning-delta' ? only : undefined
}

/** A frame that goes on as it came: its data on one line. */
export function wholeFrame(dialect: string, data: string): Frames {
  return { dialect, head: data.replaceAll('\n', ' '), bodies: [''], tail: '' }
}

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

function framedText(dialect: string, shape: Shape, bodies: string[]): ChatEvent {
  const { type, choice, frameHead, frameTail } = shape
  const frames = { dialect, head: frameHead, bodies, tail: frameTail }
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
