import type { GatewayError } from '../../contracts/errors.ts'
import { toByteText } from '../../std/json-spans.ts'

export interface OpenaiError {
  readonly message: string
  readonly type: string
  readonly param: string | null
  readonly code: string
}

/** The error object as OpenAI's clients read it: always these four fields. */
export function openaiError(error: GatewayError): OpenaiError {
  const { message, type, code, details } = error
  return { message, type, param: details.param ?? null, code }
}

/** The body of an error before anything was sent, as byte text; its request's id is in the headers alone. */
export function encodeOpenaiError(error: GatewayError): string {
  return toByteText(JSON.stringify({ error: openaiError(error) }))
}
