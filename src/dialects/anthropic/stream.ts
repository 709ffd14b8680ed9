import type { ChatEvent } from '../../contracts/chat.ts'
import type { StreamDecoder } from '../../contracts/dialect.ts'
import { GatewayError } from '../../contracts/errors.ts'
import { fromByteText } from '../../std/json-spans.ts'
import { dataOf } from '../../std/sse-frames.ts'
import { onlyText, TextFrames, wholeFrame } from '../text-frames.ts'
import { type AnthropicChunk, AnthropicChunkReader, textIn } from './chunk.ts'

const DIALECT = 'anthropic-messages'

/** One stream of named events. Each says in its data what it is, so that their names are not needed. */
export class AnthropicStreamDecoder implements StreamDecoder {
  readonly #reader = new AnthropicChunkReader()
  readonly #frames: TextFrames

  constructor() {
    this.#frames = new TextFrames({
      dialect: DIALECT,
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

  /** Comments are passed over. A ping is of this connection and not passed on. */
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
    if (chunk['type'] === 'ping') events.push(...read)
    else this.#pass(frame, data, { chunk, read }, events)
  }

  /** A learned shape holds as long as its block is open. */
  #pass(frame: string, data: string, { chunk, read }: Passed, events: ChatEvent[]): void {
    const frames = wholeFrame(DIALECT, data)
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
    const chunk: unknown = JSON.parse(fromByteText(data))
    return typeof chunk === 'object' && chunk !== null && !Array.isArray(chunk)
      ? (chunk as AnthropicChunk)
      : undefined
  } catch {
    return undefined
  }
}
