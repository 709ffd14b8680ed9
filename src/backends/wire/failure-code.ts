import type { FailureCode } from '../../contracts/errors.ts'
import type { ForeignError } from './foreign-error.ts'

const BY_STATUS: Readonly<Record<number, FailureCode>> = {
  400: 'upstream_rejected',
  401: 'upstream_auth_failed',
  402: 'upstream_auth_failed',
  403: 'upstream_auth_failed',
  404: 'model_not_found',
  413: 'upstream_rejected',
  415: 'upstream_rejected',
  422: 'upstream_rejected',
  429: 'upstream_rate_limited',
  529: 'upstream_overloaded',
}

/** How servers that do not say it by status call their failures. */
const STATUS_BY_NAME: ReadonlyMap<string, number> = new Map([
  ['api_error', 500],
  ['authentication_error', 401],
  ['badrequesterror', 400],
  ['billing_error', 402],
  ['context_length_exceeded', 400],
  ['exceed_context_size_error', 400],
  ['insufficient_quota', 429],
  ['invalid_api_key', 401],
  ['invalid_request_error', 400],
  ['model_not_found', 404],
  ['not_found_error', 404],
  ['notfounderror', 404],
  ['overloaded_error', 529],
  ['permission_error', 403],
  ['rate_limit_error', 429],
  ['rate_limit_exceeded', 429],
  ['request_too_large', 413],
  ['unavailable_error', 503],
])

const OVERFLOW = new RegExp(
  [
    '(?:exceed|longer than|greater than|maximum|reached|fit)[^.\\n]{0,60}context[ _](?:length|limit|size|window)',
    'context (?:length|size|window) (?:is|of) only',
    'maximum model length',
    'context_length_exceeded|exceed_context_size',
    'prompt (?:is )?too long',
    'too large to process',
    'token count[^.\\n]{0,40}exceeds',
  ].join('|'),
  'i',
)
/** How servers that do not say 404 refuse a model they do not have. */
const MISLED: readonly number[] = [400, 422]
const NO_MODEL =
  /model_not_found|\bmodel\b[^\n]{0,200}(?:not found|does not exist|is not loaded)|no such model/i
/** How a server that does not say 402 refuses somebody who has not paid. */
const NO_CREDIT = /credit balance is too low/i
const BUSY =
  /loading model|model is loading|unavailable_error|server busy|maximum pending requests|overloaded/i

/** What an error status stands for, together with what is said beside it; `wait` is how long to stay away, if told. */
export function failureCode(
  status: number,
  { type, code, message }: ForeignError,
  wait: number | undefined,
): FailureCode {
  const said = [type, code, message?.slice(0, 4_000)].join(' ')
  if (status < 400) return 'upstream_invalid_response'
  if (status !== 429 && OVERFLOW.test(said)) return 'context_length_exceeded'
  if (status === 503 && (wait !== undefined || BUSY.test(said))) return 'upstream_overloaded'
  return BY_STATUS[MISLED.includes(status) ? meantBy(said, status) : status] ?? 'upstream_error'
}

/** The status that a refused request should have been answered with. */
function meantBy(said: string, status: number): number {
  if (NO_MODEL.test(said)) return 404
  return NO_CREDIT.test(said) ? 402 : status
}

/** The status that an error within a successful answer should have had. */
export function statusWithin({ type, code }: ForeignError): number {
  const number = typeof code === 'string' && /^\d{3}$/.test(code) ? Number(code) : code
  if (typeof number === 'number' && number >= 400 && number < 600) return number
  return byName(code) ?? byName(type) ?? 500
}

function byName(name: string | number | undefined): number | undefined {
  return STATUS_BY_NAME.get(String(name).toLowerCase())
}
