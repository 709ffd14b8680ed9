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
  /** Tokens of the prompt by our own estimate, for clients that are told before a backend has counted. */
  readonly tokensIn: number
  readonly wantsUsage: boolean
  /** False: the client did not ask for what was thought, and is shown none of it. */
  readonly wantsReasoning: boolean
  /** The original's `router` object, when asked for. */
  readonly metadata?: Json | undefined
  /** Appended to the text of every choice; never edits the model's own. */
  readonly signature?: string | undefined
}

/** The half that endpoints use. */
export interface ClientDialect {
  readonly name: string
  /** What the ids of its answers begin with. */
  readonly idPrefix: string
  /** A header that its clients look for the request's id in, besides `x-request-id`. */
  readonly requestIdHeader?: string
  /** Throws a GatewayError that names the field at fault. */
  decodeRequest(bytes: Buffer, headers?: ClientHeaders): ChatRequest
  encodeStream(ours: Ours): StreamEncoder
  encodeAnswer(answer: ChatAnswer, ours: Ours): string
  /** The body of an error before anything was sent. */
  encodeError(error: GatewayError, requestId: string): string
  readonly streamType: string
}

/** As Node gives them: names in lower case. */
export type ClientHeaders = Readonly<Record<string, string | string[] | undefined>>

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
  /** Headers that belong to this body, names and values in turn. */
  readonly headers?: readonly string[]
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
  /** Tokens of the prompt by our own estimate; undefined = not estimated. */
  readonly tokensIn?: number | undefined
  /** Fields this backend is known not to take, in the spelling of the dialect it speaks. */
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
