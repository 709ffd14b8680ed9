/** The one language that dialects translate to and from. Wire formats live in `dialects/`, nowhere else. */
import type { Json, JsonSource } from './json.ts'
import type { Wishes } from './routing.ts'

type ChatRole = 'system' | 'user' | 'assistant' | 'tool'

interface Placed {
  /** Where the client's body has it, as a path: of dialects whose messages are not one to one with these. */
  readonly path?: string | undefined
}

export type ContentPart =
  | { readonly type: 'text'; readonly text: string }
  /** `url` is a data URI or an address; the router itself never fetches it. */
  | (Placed & { readonly type: 'image'; readonly url: string })
  | (Placed & { readonly type: 'audio'; readonly data: string; readonly format: string })
  /** A part that no translation knows: only backends of the client's own dialect can take it. `url`: where it lies. */
  | (Placed & { readonly type: 'opaque'; readonly kind: string; readonly url?: string | undefined })

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
  /** Of a tool result: the tool failed, and the content says why. */
  readonly failed?: boolean | undefined
}

export interface ToolDefinition {
  readonly name: string
  readonly description?: string
  /** JSON Schema of the arguments. */
  readonly parameters?: Json
  /** The model is held to that schema, where that can be. */
  readonly strict?: boolean
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

/** What a request may ask for and a translation may have no place for. */
export type Feature =
  | 'choices'
  | 'format'
  | 'frequencyPenalty'
  | 'logprobs'
  | 'maxTokens'
  | 'minP'
  | 'parallelTools'
  | 'presencePenalty'
  | 'reasoning'
  | 'repeatPenalty'
  | 'seed'
  | 'stop'
  | 'strictTools'
  | 'temperature'
  | 'toolChoice'
  | 'topK'
  | 'topP'
  | 'user'

/** How a client's dialect spells what a request asks for: for telling a client what was left out. */
export interface Terms {
  /** Paths of fields, of which a request holds those that it asks by. */
  readonly names: Readonly<Record<Feature, readonly string[]>>
  /** What this request asks for that has no place outside its own dialect, as paths. */
  untranslatable(request: ChatRequest): readonly string[]
  /** Whether a backend that gets it could be made to fetch an address that the client names. */
  namesAddress(request: ChatRequest): boolean
}

export interface ChatRequest {
  /** The dialect the client spoke, and its bytes: a backend of the same dialect gets these, edited. */
  readonly dialect: string
  readonly source: JsonSource
  readonly terms: Terms
  /** Headers of the client's, names in lower case, that are part of its dialect: only a backend of the same one gets them. */
  readonly headers: Readonly<Record<string, string>>
  /** The model the client named; undefined = route. */
  readonly model: string | undefined
  /** How the client wants it routed; absent = it says nothing. */
  readonly wishes?: Wishes | undefined
  readonly messages: readonly ChatMessage[]
  readonly stream: boolean
  /** The client asked for usage in its stream. */
  readonly wantsUsage: boolean
  readonly tools: readonly ToolDefinition[]
  readonly toolChoice: ToolChoice
  /** False: at most one call in an answer; undefined = the model's own habit. */
  readonly parallelTools: boolean | undefined
  readonly format: OutputFormat
  readonly sampling: Sampling
  /** The dialect makes everybody name a limit: `sampling.maxTokens` tells nothing of how long an answer is wanted. */
  readonly formalLimit: boolean
  /** `none` switches thinking off; a level asks for so much of it; undefined = the model's own habit. */
  readonly reasoning: string | undefined
  /** The client is shown what was thought. */
  readonly wantsReasoning: boolean
  readonly choices: number
  readonly logprobs: { readonly top: number } | undefined
  /** Whom the client answers, in its own words. */
  readonly user: string | undefined
  /** Top-level fields of the client's body in its own spelling, for deciding what a backend cannot honour. */
  readonly fields: Readonly<Record<string, unknown>>
}

/** Tokens. `input` is the whole prompt: what was read from a cache or written to it is part of it. */
export interface Usage {
  readonly input: number
  readonly output: number
  readonly cached?: number
  readonly cacheWritten?: number
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
    | {
        readonly type: 'finish'
        readonly choice: number
        readonly reason: FinishReason
        /** The stop sequence that ended it, where the backend says so. */
        readonly stop?: string | undefined
      }
    /** The backend says, in mid-stream, that it failed. */
    | { readonly type: 'error'; readonly message: string; readonly code?: string | undefined }
    /** A frame that carries nothing we read, such as the opening role. `alive`: it tells that the backend is at work. */
    | { readonly type: 'other'; readonly alive?: boolean }
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
  /** As in a finish event. */
  readonly stop?: string | undefined
  readonly logprobs?: Json | undefined
}
