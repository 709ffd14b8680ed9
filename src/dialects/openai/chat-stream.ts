import type { ChatEvent, ChatRequest } from '../../contracts/chat.ts'
import type { StreamDecoder } from '../../contracts/dialect.ts'
import { GatewayError } from '../../contracts/errors.ts'
import { fromByteText, topLevelMembers, withValues } from '../../std/json-spans.ts'
import { dataOf } from '../../std/sse-frames.ts'
import { onlyText, TextFrames, wholeFrame } from '../text-frames.ts'
import { type Chunk, ChunkReader } from './chunk.ts'
import { turnSalt } from './tool-call-id.ts'

const DIALECT = 'openai-chat'
/** So many broken events in one stream are tolerated, if it began well. */
const TOLERATED = 3

/** One stream of chunks. */
export class OpenaiStreamDecoder implements StreamDecoder {
  done = false
  readonly #reader: ChunkReader
  readonly #frames: TextFrames
  #read = 0
  #broken = 0

  constructor(request: ChatRequest) {
    this.#reader = new ChunkReader(turnSalt(request.messages), request.sampling.stop)
    this.#frames = new TextFrames({
      dialect: DIALECT,
      read: (frame, events) => this.#frame(frame, events),
      probe,
      isDone: () => this.done,
    })
  }

  push(text: string): readonly ChatEvent[] {
    return this.#frames.push(text)
  }

  end(): readonly ChatEvent[] {
    return this.#frames.end()
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
    const { events: read, edits } = this.#reader.read(chunk)
    const clean = (data: string): string =>
      edits.size === 0 ? data : withValues(data, topLevelMembers(data), edits)
    const frames = wholeFrame(DIALECT, clean(dataOf(frame)))
    for (const event of read) events.push({ ...event, frames })
    const text = onlyText(read)
    if (text !== undefined && !edits.has('choices')) this.#frames.learn(frame, text, clean)
  }

  #skip(): void {
    this.#broken++
    if (this.#read > 0 && this.#broken <= TOLERATED) return
    throw new GatewayError(
      'upstream_invalid_response',
      'The backend sent events that are not JSON.',
    )
  }
}

function probe(data: string): readonly ChatEvent[] {
  const chunk = parseChunk(data)
  return chunk === undefined ? [] : new ChunkReader(() => 0).read(chunk).events
}

function parseChunk(data: string): Chunk | undefined {
  try {
    const chunk: unknown = JSON.parse(fromByteText(data))
    return typeof chunk === 'object' && chunk !== null && !Array.isArray(chunk) ? chunk : undefined
  } catch {
    return undefined
  }
}
