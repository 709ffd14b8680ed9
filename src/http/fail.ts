import type { ServerResponse } from 'node:http'
import type { ClientDialect } from '../contracts/dialect.ts'
import { GatewayError } from '../contracts/errors.ts'

/** The longest time a client is asked to wait; some sleep through their own cancellation meanwhile. */
const MAX_RETRY_AFTER_MS = 20_000

/** Status and headers of an error, whatever the dialect; names and values in turn. */
function failureHeaders(error: GatewayError): string[] {
  const waitMs = Math.min(error.details.retryAfterMs ?? defaultWait(error), MAX_RETRY_AFTER_MS)
  if (waitMs === 0) return ['x-should-retry', 'false']
  const headers = ['retry-after', String(Math.max(1, Math.ceil(waitMs / 1000)))]
  if (waitMs < 1000) headers.push('retry-after-ms', String(Math.ceil(waitMs)))
  return headers
}

/** Only a refusal that will pass invites another try: whatever failed upstream has been tried as often as is sensible. */
function defaultWait({ code }: GatewayError): number {
  return code === 'no_backends' || code === 'draining' ? 5_000 : 0
}

/** The one place where an error becomes a response. */
export function sendFailure(res: ServerResponse, dialect: ClientDialect, failure: Failure): void {
  const { error, headers } = failure
  const body = Buffer.from(dialect.encodeError(error), 'latin1')
  const own = [
    'content-type',
    'application/json; charset=utf-8',
    'content-length',
    String(body.length),
  ]
  res.writeHead(error.status, [...headers, ...failureHeaders(error), ...own])
  res.end(body)
}

interface Failure {
  readonly error: GatewayError
  /** Headers of the request's own, names and values in turn. */
  readonly headers: readonly string[]
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
