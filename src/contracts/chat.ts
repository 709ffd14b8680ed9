/** The one language that dialects translate to and from. Wire formats live in `dialects/`, nowhere else. */
import type { Json, JsonSource } from './json.ts'

type ChatRole = 'system' | 'user' | 'assistant' | 'tool'

export type ContentPart =
  | { readonly type: 'text'; readonly text: string }
  /** `url` is a data URI or an address; the router itself never fetches it. */
  | { readonly type: 'image'; readonly url: string }
  | { readonly type: 'audio'; readonly data: string; readonly format: string }
  /** A part that no translation knows: only backends of the client's own dialect can take it. */
  | { readonly type: 'opaque'; readonly kind: string }

export interface ToolCall {
  readonly id: string
  readonly name: string
  /** JSON text, as the model wrote it. */
  readonly arguments: string
}

export interface ChatMessage {
  readonly role: ChatRole
  readonly content: string | readonly ContentPart[]
  /** What the assistant thought before it answered, when the client sends it back. */
  readonly reasoning?: string | undefined
  readonly toolCalls?: readonly ToolCall[] | undefined
  /** Of a tool result: the call it answers, and the name of the tool. */
  readonly toolCallId?: string | undefined
  readonly name?: string | undefined
}

export interface ToolDefinition {
  readonly name: string
  readonly description?: string
  /** JSON Schema of the arguments. */
  readonly parameters?: Json
}

export type ToolChoice = 'auto' | 'none' | 'required' | { readonly name: string }

export type OutputFormat =
  | { readonly type: 'text' }
  | { readonly type: 'json' }
  | { readonly type: 'schema'; readonly schema: Json }

/** Sampling and length; absent = the client left it to the model. */
export interface Sampling {
  readonly temperature?: number
  readonly topP?: number
  readonly topK?: number
  readonly minP?: number
  readonly seed?: number
  readonly stop?: readonly string[]
  readonly maxTokens?: number
  readonly presencePenalty?: number
  readonly frequencyPenalty?: number
  readonly repeatPenalty?: number
}

export interface ChatRequest {
  /** The dialect the client spoke, and its bytes: a backend of the same dialect gets these, edited. */
  readonly dialect: string
  readonly source: JsonSource
  /** The model the client named; undefined = route. */
  readonly model: string | undefined
  readonly messages: readonly ChatMessage[]
  readonly stream: boolean
  /** The client asked for usage in its stream. */
  readonly wantsUsage: boolean
  readonly tools: readonly ToolDefinition[]
  readonly toolChoice: ToolChoice
  readonly format: OutputFormat
  readonly sampling: Sampling
  /** `none` switches thinking off; a level asks for so much of it; undefined = the model's own habit. */
  readonly reasoning: string | undefined
  readonly choices: number
  readonly logprobs: { readonly top: number } | undefined
  /** Top-level fields of the client's body in its own spelling, for deciding what a backend cannot honour. */
  readonly fields: Readonly<Record<string, unknown>>
}

export interface Usage {
  readonly input: number
  readonly output: number
  readonly cached?: number
  readonly reasoning?: number
}

/** How a backend spent its time, where it says so; milliseconds. */
export interface Timings {
  readonly loadMs?: number
  readonly prefillMs?: number
  readonly prefillTokens?: number
  readonly decodeMs?: number
  readonly decodeTokens?: number
}

export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'other'

/**
 * Server-sent frames of the backend that can be passed on, as byte text: `head + body + tail` is the JSON of each. Frames
 * that differ in nothing but their text come together, and later ones of that shape share the very same strings.
 */
export interface Frames {
  readonly dialect: string
  readonly head: string
  /** Never empty. */
  readonly bodies: readonly string[]
  readonly tail: string
}

interface Framed {
  /** Several events of one frame share the same object, which is written once. */
  readonly frames?: Frames | undefined
}

/** What happens in an answer, in order. `choice` is the index among `n` alternatives. */
export type ChatEvent = Framed &
  (
    | {
        readonly type: 'text-delta'
        readonly choice: number
        readonly text: string
        readonly logprobs?: Json
      }
    | { readonly type: 'reasoning-delta'; readonly choice: number; readonly text: string }
    | { readonly type: 'tool-call-delta'; readonly choice: number; readonly call: ToolCallDelta }
    | {
        readonly type: 'usage'
        readonly usage: Usage
        readonly timings?: Timings | undefined
        readonly alone: boolean
      }
    | { readonly type: 'finish'; readonly choice: number; readonly reason: FinishReason }
    /** The backend says, in mid-stream, that it failed. */
    | { readonly type: 'error'; readonly message: string; readonly code?: string | undefined }
    /** A frame that carries nothing we read, such as the opening role. */
    | { readonly type: 'other' }
  )

export interface ToolCallDelta {
  /** Position among the calls of this choice: unique, from 0. */
  readonly index: number
  readonly id?: string | undefined
  readonly name?: string | undefined
  /** A piece of the arguments' JSON text. */
  readonly arguments: string
}

/** A whole answer: what a backend sent in one piece, or what was collected from its events. */
export interface ChatAnswer {
  readonly choices: readonly ChatChoice[]
  readonly usage: Usage | undefined
  readonly timings?: Timings | undefined
  /** The backend's own bytes, when it spoke the dialect named here. */
  readonly source?: (JsonSource & { readonly dialect: string }) | undefined
}

export interface ChatChoice {
  readonly text: string
  readonly reasoning: string
  readonly toolCalls: readonly ToolCall[]
  readonly finish: FinishReason
  readonly logprobs?: Json | undefined
}
