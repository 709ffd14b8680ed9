import type { ChatEvent } from '../../contracts/chat.ts'
import type { StreamDecoder } from '../../contracts/dialect.ts'
import { GatewayError } from '../../contracts/errors.ts'
import { fromByteText } from '../../std/json-spans.ts'
import { dataOf } from '../../std/sse-frames.ts'
import { parseExact } from '../exact-json.ts'
import { isText } from '../is-text.ts'
import { onlyText, TextFrames, wholeFrame } from '../text-frames.ts'
import { type AnthropicChunk, AnthropicChunkReader, textIn } from './chunk.ts'
import { ANTHROPIC_MESSAGES } from './dialect.ts'

/** One stream of named events. Each says in its data what it is, so that their names are not needed. */
export class AnthropicStreamDecoder implements StreamDecoder {
  readonly #reader = new AnthropicChunkReader()
  readonly #frames: TextFrames

  constructor() {
    this.#frames = new TextFrames({
      dialect: ANTHROPIC_MESSAGES,
      read: (frame, events) => this.#frame(frame, events),
      probe: (data) => textIn(parse(data) ?? {}),
      isDone: () => this.done,
    })
  }

  get done(): boolean {
    return this.#reader.done
  }

  push(text: string): readonly ChatEvent[] {
    return this.#frames.push(text)
  }

  end(): readonly ChatEvent[] {
    return this.#frames.end()
  }

  /** Comments are passed over. */
  #frame(frame: string, events: ChatEvent[]): void {
    const data = dataOf(frame)
    if (data === '') return
    const chunk = parse(data)
    if (chunk === undefined) {
      throw new GatewayError(
        'upstream_invalid_response',
        'The backend sent an event that is no JSON object.',
      )
    }
    const read = this.#reader.read(chunk)
    if (!this.#isPassable(chunk)) events.push(...read)
    else this.#pass(frame, data, { chunk, read }, events)
  }

  /** What says no more than that somebody is there is not passed on, nor an end that came without its reason. */
  #isPassable({ type }: AnthropicChunk): boolean {
    if (type === 'message_stop') return this.#reader.finished
    return isText(type) && type !== 'ping'
  }

  /** A learned shape holds as long as its block is open. */
  #pass(frame: string, data: string, { chunk, read }: Passed, events: ChatEvent[]): void {
    const frames = wholeFrame(ANTHROPIC_MESSAGES, data)
    for (const event of read) events.push({ ...event, frames })
    if (chunk['type'] !== 'content_block_delta') {
      this.#frames.forget()
      return
    }
    const text = onlyText(read)
    if (text !== undefined) this.#frames.learn(frame, text, (same) => same)
  }
}

interface Passed {
  readonly chunk: AnthropicChunk
  readonly read: readonly ChatEvent[]
}

function parse(data: string): AnthropicChunk | undefined {
  try {
    const chunk: unknown = parseExact(fromByteText(data))
    return typeof chunk === 'object' && chunk !== null && !Array.isArray(chunk)
      ? (chunk as AnthropicChunk)
      : undefined
  } catch {
    return undefined
  }
}
