import type { GatewayError } from '../../contracts/errors.ts'
import { toByteText } from '../../std/json-spans.ts'

export interface AnthropicError {
  readonly type: string
  readonly message: string
  /** Ours: Anthropic's own errors have none. */
  readonly code: string
}

const TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  408: 'timeout_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  504: 'timeout_error',
}

/** The error object as Anthropic's clients read it. */
export function anthropicError(error: GatewayError): AnthropicError {
  const { status, code } = error
  const type = TYPES[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error')
  return { type, message: messageOf(error), code }
}

/** The body of an error before anything was sent, as byte text. */
export function encodeAnthropicError(error: GatewayError, requestId: string): string {
  const body = { type: 'error', error: anthropicError(error), request_id: requestId }
  return toByteText(JSON.stringify(body))
}

const TOO_LONG = 'prompt is too long'

/** Agents make their conversation shorter when they read these words, and only then. */
function messageOf({ code, message }: GatewayError): string {
  if (code !== 'context_length_exceeded' || message.includes(TOO_LONG)) return message
  return `${TOO_LONG}: ${message}`
}
