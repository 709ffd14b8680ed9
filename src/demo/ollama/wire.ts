/** The bodies that Ollama's endpoints read, every member as unchecked as it comes. */
export interface ModelBody {
  readonly model?: unknown
  readonly name?: unknown
  readonly keep_alive?: unknown
  readonly options?: unknown
}

export interface GenerateBody extends ModelBody {
  readonly prompt?: unknown
}

export interface ChatBody extends ModelBody {
  readonly messages?: unknown
  readonly tools?: unknown
  readonly format?: unknown
  readonly think?: unknown
  readonly stream?: unknown
  readonly truncate?: unknown
  readonly shift?: unknown
}

export interface EmbedBody extends ModelBody {
  readonly input?: unknown
  readonly truncate?: unknown
  readonly dimensions?: unknown
}

export interface MessageBody {
  readonly role?: unknown
  readonly content?: unknown
  readonly images?: unknown
}

export interface OptionsBody {
  readonly num_ctx?: unknown
  readonly num_batch?: unknown
  readonly num_gpu?: unknown
  readonly num_thread?: unknown
  readonly num_predict?: unknown
  readonly stop?: unknown
}

/** A moment as Go prints it: nine decimals of a second. */
export function goTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '417268Z')
}

/** Milliseconds as the whole nanoseconds that Ollama reports. */
export function nanoseconds(ms: number): number {
  return Math.round(ms * 1_000_000)
}
