import type { ServerResponse } from 'node:http'
import { GatewayError } from '../contracts/errors.ts'

/** Aborts when nobody waits for the answer any more. */
export function untilGone(response: ServerResponse): AbortSignal {
  const leaving = new AbortController()
  const gone = new GatewayError('client_left', 'The client left.')
  response.on('close', () => leaving.abort(gone))
  return leaving.signal
}
