/**
 * Every failure a caller can see. `docs/errors.md` lists the same codes; a test keeps the two equal.
 *
 * `retry` is what the cascade may do with a failure that happened before the first content event:
 * - `never`: the request itself is at fault, or time is up;
 * - `other`: another placement may succeed (R1, R2);
 * - `unsent`: nothing reached the backend, so the attempt does not count (R0);
 * - `fitting`: this placement cannot serve the request, another may (M).
 */
const FAILURES = {
  invalid_json: { status: 400, type: 'invalid_request_error', retry: 'never' },
  json_too_deep: { status: 400, type: 'invalid_request_error', retry: 'never' },
  invalid_request: { status: 400, type: 'invalid_request_error', retry: 'never' },
  context_length_exceeded: { status: 400, type: 'invalid_request_error', retry: 'fitting' },
  unsupported_content: { status: 400, type: 'invalid_request_error', retry: 'fitting' },
  media_url_not_allowed: { status: 400, type: 'invalid_request_error', retry: 'fitting' },
  no_capable_model: { status: 400, type: 'invalid_request_error', retry: 'never' },
  upstream_rejected: { status: 400, type: 'invalid_request_error', retry: 'never' },
  invalid_api_key: { status: 401, type: 'authentication_error', retry: 'never' },
  not_allowed: { status: 403, type: 'permission_error', retry: 'never' },
  not_found: { status: 404, type: 'not_found_error', retry: 'never' },
  job_not_found: { status: 404, type: 'not_found_error', retry: 'never' },
  response_not_found: { status: 404, type: 'not_found_error', retry: 'never' },
  model_not_found: { status: 404, type: 'not_found_error', retry: 'fitting' },
  method_not_allowed: { status: 405, type: 'invalid_request_error', retry: 'never' },
  request_timeout: { status: 408, type: 'invalid_request_error', retry: 'never' },
  not_manageable: { status: 409, type: 'invalid_request_error', retry: 'never' },
  body_too_large: { status: 413, type: 'invalid_request_error', retry: 'never' },
  unsupported_media_type: { status: 415, type: 'invalid_request_error', retry: 'never' },
  expectation_failed: { status: 417, type: 'invalid_request_error', retry: 'never' },
  upstream_rate_limited: { status: 429, type: 'rate_limit_error', retry: 'other' },
  headers_too_large: { status: 431, type: 'invalid_request_error', retry: 'never' },
  client_left: { status: 499, type: 'invalid_request_error', retry: 'never' },
  internal_error: { status: 500, type: 'server_error', retry: 'never' },
  upstream_unreachable: { status: 502, type: 'server_error', retry: 'unsent' },
  upstream_error: { status: 502, type: 'server_error', retry: 'other' },
  upstream_auth_failed: { status: 502, type: 'server_error', retry: 'fitting' },
  upstream_invalid_response: { status: 502, type: 'server_error', retry: 'other' },
  upstream_too_large: { status: 502, type: 'server_error', retry: 'never' },
  no_backends: { status: 503, type: 'server_error', retry: 'never' },
  overloaded: { status: 503, type: 'server_error', retry: 'unsent' },
  upstream_overloaded: { status: 503, type: 'server_error', retry: 'other' },
  draining: { status: 503, type: 'server_error', retry: 'never' },
  upstream_ttft_timeout: { status: 504, type: 'server_error', retry: 'other' },
  upstream_idle_timeout: { status: 504, type: 'server_error', retry: 'other' },
  deadline_exceeded: { status: 504, type: 'server_error', retry: 'never' },
} as const satisfies Record<string, Failure>

interface Failure {
  readonly status: number
  readonly type: string
  readonly retry: Retry
}

export type FailureCode = keyof typeof FAILURES

export type Retry = 'never' | 'other' | 'unsent' | 'fitting'

export interface FailureDetails {
  /** The request field at fault, as the client spelled its path. */
  readonly param?: string
  /** Who failed; absent when it was the gateway or the client. */
  readonly backend?: string
  /** How long a backend asked to be left alone, in milliseconds. */
  readonly retryAfterMs?: number
  /** A connection that had been idle was closed just when it was used again: the backend may never have been asked. */
  readonly stale?: boolean
  readonly cause?: unknown
}

/** The one error class: thrown for a failure, turned into a wire error in one place, `http/fail.ts`. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError'
  readonly code: FailureCode
  readonly details: FailureDetails

  constructor(code: FailureCode, message: string, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.details = details
  }

  get status(): number {
    return FAILURES[this.code].status
  }

  get type(): string {
    return FAILURES[this.code].type
  }

  get retry(): Retry {
    return FAILURES[this.code].retry
  }

  /** Anything thrown becomes a GatewayError; what we did not foresee is our bug and says nothing of itself. */
  static from(thrown: unknown): GatewayError {
    if (thrown instanceof GatewayError) return thrown
    return new GatewayError('internal_error', 'Something went wrong inside the router.', {
      cause: thrown,
    })
  }
}

/** The table, for docs and for the test that keeps docs equal to it. */
export const failures: Readonly<Record<FailureCode, Failure>> = FAILURES
