import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ClientDialect } from '../contracts/dialect.ts'
import { type FailureCode, GatewayError } from '../contracts/errors.ts'
import { openaiChat } from '../dialects/openai-chat.ts'
import type { Http } from './endpoint.ts'
import { headersOfDialect } from './reply-headers.ts'
import { sendJson } from './send-json.ts'

/** The longest time a client is asked to wait; some sleep through their own cancellation meanwhile. */
const MAX_RETRY_AFTER_MS = 20_000

/** What a client waits that is not told how long. */
const DEFAULT_RETRY_AFTER_MS = 5_000
/** Refusals of our own that will pass. */
const PASSING: ReadonlySet<FailureCode> = new Set(['no_backends', 'overloaded', 'draining'])

/**
 * When a client may try again; names and values in turn. Only a refusal that will pass invites to it: whatever failed
 * upstream has been tried as often as is sensible, and each try of the client's would be tried as often again.
 */
function retryHeaders({ status, code, details }: GatewayError): string[] {
  const headers = PASSING.has(code) ? [] : ['x-should-retry', 'false']
  if (status !== 429 && status !== 503) return headers
  const waitMs = Math.min(details.retryAfterMs ?? DEFAULT_RETRY_AFTER_MS, MAX_RETRY_AFTER_MS)
  headers.push('retry-after', String(Math.max(1, Math.ceil(waitMs / 1000))))
  if (waitMs < 1000) headers.push('retry-after-ms', String(Math.ceil(waitMs)))
  return headers
}

/** The one place where an error becomes a response. */
export function sendFailure(res: ServerResponse, dialect: ClientDialect, failure: Failure): void {
  const { error, requestId, headers = ['x-request-id', requestId] } = failure
  const own = headersOfDialect(dialect, requestId)
  const text = dialect.encodeError(error, requestId)
  sendJson(res, error.status, [...headers, ...own, ...retryHeaders(error)], text)
}

/** What to do when serving itself went wrong after the reply was taken over: the client is told if it still can be. */
export function abandoning(
  http: Pick<Http, 'report'>,
  request: FastifyRequest,
  { raw }: FastifyReply,
): (thrown: unknown) => void {
  return (thrown) => {
    const error = GatewayError.from(thrown)
    http.report(error)
    if (raw.headersSent) raw.destroy()
    else sendFailure(raw, dialectOf(request), { error, requestId: request.id })
  }
}

/** How the errors of a request's endpoint are worded. */
export function dialectOf({ routeOptions }: FastifyRequest): ClientDialect {
  return routeOptions.config.endpoint?.dialect ?? openaiChat
}

interface Failure {
  readonly error: GatewayError
  readonly requestId: string
  /** The request's id among them, names and values in turn; absent = only that. */
  readonly headers?: readonly string[]
}

interface FastifyFailure {
  readonly code?: string
  readonly statusCode?: number
}

const FASTIFY_CODES: Readonly<Record<string, GatewayError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: new GatewayError('body_too_large', 'The request body is too large.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: new GatewayError(
    'unsupported_media_type',
    'The request body must be sent as application/json.',
  ),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: new GatewayError(
    'invalid_request',
    'The request body is not as long as its Content-Length says.',
  ),
  FST_ERR_CTP_EMPTY_JSON_BODY: new GatewayError('invalid_json', 'The request body is empty.'),
}

/** What the HTTP framework throws, in our words. */
export function toGatewayError(thrown: unknown): GatewayError {
  if (thrown instanceof GatewayError) return thrown
  const { code, statusCode } = thrown as FastifyFailure
  const known = FASTIFY_CODES[code ?? '']
  if (known !== undefined) return known
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new GatewayError('invalid_request', 'The request is malformed.', { cause: thrown })
  }
  return GatewayError.from(thrown)
}
