import type { ServerResponse } from 'node:http'
import { randomId } from '../../std/random-id.ts'
import { Refusal } from '../engine/refusal.ts'

/** The header that carries a request's id; error bodies repeat it. */
export const REQUEST_ID = 'request-id'

/** A new id for a request. */
export function requestId(): string {
  return `req_${randomId(24)}`
}

/** Anthropic's error body for a failure, under the id that the answer's header has. */
export function failure(message: string, status: number, response: ServerResponse): object {
  return errorBody(status, message, String(response.getHeader(REQUEST_ID)))
}

/** A refused request; its body and its header name the same id. */
export function refuse(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  const id = requestId()
  return new Refusal(status, errorBody(status, message, id), { [REQUEST_ID]: id, ...headers })
}

/** A request that makes no sense. */
export function invalid(message: string): Refusal {
  return refuse(400, message)
}

function errorBody(status: number, message: string, id: string): object {
  const type = ERROR_TYPES[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error')
  return { type: 'error', error: { type, message }, request_id: id }
}

/** Statuses whose errors have a type of their own. */
const ERROR_TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  409: 'conflict_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
}
