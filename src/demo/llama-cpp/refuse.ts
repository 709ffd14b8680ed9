import { Refusal } from '../engine/refusal.ts'

/** llama.cpp's error body for a failure in its engine. */
export function failure(message: string): object {
  return { error: { code: 500, message, type: 'server_error' } }
}

/** An error in llama.cpp's own words; `more` is added to its body. */
export function refuse(status: number, type: string, message: string, more: object = {}): Refusal {
  return new Refusal(status, { error: { code: status, message, type, ...more } })
}

/** A request that makes no sense. */
export function invalid(message: string): Refusal {
  return refuse(400, 'invalid_request_error', message)
}

/** What every endpoint says while the model is being loaded. */
export function loading(): Refusal {
  return new Refusal(503, {
    error: { message: 'Loading model', type: 'unavailable_error', code: 503 },
  })
}

/** No such endpoint, or no such model to load. */
export function notFound(): Refusal {
  return new Refusal(404, {
    error: { message: 'File Not Found', type: 'not_found_error', code: 404 },
  })
}

/** What its JSON reader says of a body that is none. */
export function badJson(): Refusal {
  return refuse(
    500,
    'server_error',
    '[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while parsing value',
  )
}
