import { Refusal } from '../engine/refusal.ts'

/** OpenAI's error body for a failure on its side. */
export function failure(message: string): object {
  return { error: { message, type: 'server_error', param: null, code: null } }
}

/** A refused request, in OpenAI's four fields. */
export function refuse(
  status: number,
  message: string,
  code: string | null = null,
  param: string | null = null,
): Refusal {
  return new Refusal(status, { error: { message, type: 'invalid_request_error', param, code } })
}

/** Too many at once; says when to come back, in seconds. */
export function busy(): Refusal {
  const error = {
    message: 'Rate limit reached for requests',
    type: 'requests',
    param: null,
    code: 'rate_limit_exceeded',
  }
  return new Refusal(429, { error }, { 'retry-after': '1' })
}
