import type { JsonSource } from './json.ts'

/** `inputs` are texts or token lists, in the client's order. */
export interface EmbeddingRequest {
  readonly source: JsonSource
  readonly model: string | undefined
  readonly inputs: readonly (string | readonly number[])[]
  readonly encoding: 'float' | 'base64'
  readonly dimensions: number | undefined
  readonly fields: Readonly<Record<string, unknown>>
}

export interface EmbeddingAnswer {
  /** One vector per input, in the request's order. */
  readonly vectors: readonly (readonly number[])[]
  readonly inputTokens: number
  /** Request fields that the backend was not told, in the client's spelling. */
  readonly dropped?: readonly string[]
}
