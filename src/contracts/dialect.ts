/** Two-way pure translators between a wire format and `chat.ts`. Texts are byte texts (see json.ts) on both sides. */
import type { ChatAnswer, ChatEvent, ChatRequest } from './chat.ts'
import type { GatewayError } from './errors.ts'
import type { Json } from './json.ts'
import type { Placement } from './model.ts'

/** What an answer says about itself to the client. */
export interface Ours {
  /** The id in every chunk and answer. */
  readonly id: string
  /** The model that answered. */
  readonly model: string
  /** Unix seconds. */
  readonly created: number
  readonly wantsUsage: boolean
  /** The original's `router` object, when asked for. */
  readonly metadata?: Json | undefined
  /** Appended to the text of every choice; never edits the model's own. */
  readonly signature?: string | undefined
}

/** The half that endpoints use. */
export interface ClientDialect {
  readonly name: string
  /** Throws a GatewayError that names the field at fault. */
  decodeRequest(bytes: Buffer): ChatRequest
  encodeStream(ours: Ours): StreamEncoder
  encodeAnswer(answer: ChatAnswer, ours: Ours): string
  /** The body of an error before anything was sent. */
  encodeError(error: GatewayError): string
  readonly streamType: string
}

/** One streamed answer, as text to write. */
export interface StreamEncoder {
  encode(events: readonly ChatEvent[]): string
  /** What must follow the last event. */
  end(): string
  /** An error after the answer began; nothing may follow it. */
  fail(error: GatewayError): string
  /** Keeps the connection alive while the client waits. */
  readonly comment: string
}

export interface EncodedCall {
  /** The body to send. */
  readonly text: string
  /** Request fields left out, in the client's spelling. */
  readonly dropped: readonly string[]
  /** The backend is asked to answer piece by piece. */
  readonly stream: boolean
}

/** The half that backends use. */
export interface BackendDialect {
  readonly name: string
  encodeRequest(request: ChatRequest, target: CallTarget): EncodedCall
  decodeStream(request: ChatRequest): StreamDecoder
  /** Undefined when the text is no answer of this dialect. */
  decodeAnswer(text: string, request: ChatRequest): ChatAnswer | undefined
}

export interface CallTarget {
  readonly placement: Placement
  readonly keepAlive?: string | number | undefined
  /** Fields this backend is known not to take, in the client's spelling. */
  readonly unsupported: readonly string[]
  /** Which of its two spellings the limit of the answer's length must have; undefined = the backend knows both. */
  readonly limitSpelling?: 'older' | 'newer' | undefined
}

/** One streamed answer, from bytes cut anywhere to events. Throws a GatewayError on garbage. */
export interface StreamDecoder {
  push(text: string): readonly ChatEvent[]
  /** What an unfinished last line still holds. */
  end(): readonly ChatEvent[]
  /** The backend said that nothing follows. */
  readonly done: boolean
}
