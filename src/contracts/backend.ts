import type { ChatAnswer, ChatEvent, ChatRequest } from './chat.ts'
import type { EmbeddingAnswer, EmbeddingRequest } from './embedding.ts'
import type { GatewayError } from './errors.ts'
import type { Placement, ReportedModel } from './model.ts'

/** Where a backend is and how to treat it; already complete, defaults filled in. */
export interface BackendSettings {
  readonly name: string
  readonly kind: string
  /** Origin and path, without a trailing slash and without `/v1`. */
  readonly url: string
  readonly apiKey?: string | undefined
  /** Put before outgoing model ids and stripped from listed ones. */
  readonly prefix: string
  /** Globs of the models that may be routed to; empty = all of a local backend, none of a remote one. */
  readonly models: readonly string[]
  readonly remote: boolean
  readonly headers: Readonly<Record<string, string>>
  readonly timeouts: Timeouts
  /** Requests sent at once; undefined = no limit of ours. */
  readonly concurrency?: number | undefined
  /** Whether http(s) image addresses may be passed on to it. */
  readonly mediaUrls: boolean
  /** Whether the router may ask its models questions of its own; undefined = those of a local backend. */
  readonly profile?: boolean | undefined
}

/** Seconds. `ttft`, `idle` and `total` run on content events, not on bytes. */
export interface Timeouts {
  readonly connect: number
  readonly ttft: number
  readonly load: number
  readonly idle: number
  readonly total: number
}

/** What a look at a backend found. */
export interface BackendLook {
  readonly version?: string | undefined
  readonly models: readonly ReportedModel[]
  /** What could not be learned although the models were, for people. */
  readonly problem?: string | undefined
}

export interface ChatCall {
  readonly request: ChatRequest
  readonly placement: Placement
  /** How long ollama-like backends keep the model after this call: Go duration, seconds or undefined. */
  readonly keepAlive?: string | number | undefined
  /** Tokens of the prompt by our own estimate. */
  readonly tokensIn?: number | undefined
}

/** Told what a call brings: any number of events or one answer, then exactly one of `onEnd` and `onError`. */
export interface ChatListener {
  /** The request left for the backend: from here on an attempt counts. */
  onSent(): void
  onEvents(events: readonly ChatEvent[]): void
  onAnswer(answer: ChatAnswer): void
  /** The answer ended as the backend meant it to; whether it was complete, its events say. */
  onEnd(): void
  onError(error: GatewayError): void
}

/** A call under way. After `abort` the listener hears nothing more. */
export interface Call {
  /** Request fields that this backend cannot honour and that were left out, in the client's spelling. */
  readonly dropped: readonly string[]
  /** The answer comes piece by piece; else nothing can be heard before all of it is written. */
  readonly stream: boolean
  pause(): void
  resume(): void
  abort(): void
}

export interface EmbeddingCall {
  readonly request: EmbeddingRequest
  readonly placement: Placement
  /** As in a chat call. */
  readonly keepAlive?: string | number | undefined
}

export interface LoadCall {
  readonly placement: Placement
  /** As in a chat call. */
  readonly keepAlive?: string | number | undefined
}

/** A server of models. Translates foreign failures into GatewayErrors at its own edge. */
export interface Backend {
  readonly settings: BackendSettings
  /** Free of cost: never a completion, never a load. Throws a GatewayError when the backend cannot be reached. */
  look(signal: AbortSignal): Promise<BackendLook>
  /**
   * What changes between looks (what is loaded, how busy it is) as a text that means nothing but "as before" or "look
   * again", for one small request. Free like a look; undefined = this server has nothing to glance at.
   */
  glance?(signal: AbortSignal): Promise<string | undefined>
  chat(call: ChatCall, listener: ChatListener): Call
  embed(call: EmbeddingCall, signal: AbortSignal): Promise<EmbeddingAnswer>
  /** Tokens of the prompt by the server's own count, without a load. Throws a GatewayError; absent = it does not count. */
  countTokens?(call: ChatCall, signal: AbortSignal): Promise<number>
  /** Whether the placement is free again after a client left; undefined = this backend cannot tell. */
  idle?(placement: Placement, signal: AbortSignal): Promise<boolean>
  /**
   * Puts a model into memory and waits until it is there, `timeouts.load` at most; one that is there already stays.
   * Throws a GatewayError: `not_manageable` when this server takes no such orders, `upstream_error` when the load fails.
   */
  load?(call: LoadCall, signal: AbortSignal): Promise<void>
  /**
   * Has a model leave memory and waits until it is gone, 30 s at most; a busy one may answer to its end first. The
   * memory itself may come back a little later. Throws a GatewayError, as `load` does.
   */
  unload?(placement: Placement, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** What somebody does at such a server, for people: a command or a clause. */
interface BackendAdvice {
  /** The executable that tells that it is installed on a machine. */
  readonly program: string
  readonly start: string
  /** Gives it its first model. */
  readonly addModel: string
  /** Makes it serve at least 16k tokens. */
  readonly longerContext: string
}

/** One of these per file in `backends/`. */
export interface BackendKind {
  readonly kind: string
  /** For people: `Ollama`, `llama.cpp server`. */
  readonly title: string
  /** Other spellings of the original's ROUTER_PROVIDER. */
  readonly aliases: readonly string[]
  /** Loopback ports looked at when nothing is configured. */
  readonly ports: readonly number[]
  /** Whether a model's context can be set with a request, and so be raised when one needs more. */
  readonly raisesContext: boolean
  readonly advice: BackendAdvice
  /** The original's one-backend variables for this kind. */
  readonly shorthand: {
    readonly url: string
    readonly defaultUrl: string
    readonly apiKey?: string
  }
  /** Whether the server at `url` is of this kind. Kinds are asked in the order of their list. */
  fingerprint(url: string, signal: AbortSignal): Promise<boolean>
  connect(settings: BackendSettings): Backend
}
