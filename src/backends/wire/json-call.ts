import type { Agent } from 'undici'
import { failureFrom, speakerOf } from './failure.ts'
import { isForeignError } from './foreign-error.ts'
import { type HttpAnswer, type HttpCall, httpCall } from './http-call.ts'
import type { Peer } from './request-headers.ts'

/** The JSON value that a backend answers with. Throws a GatewayError for every other answer, whatever its shape. */
export async function jsonCall(agent: Agent, peer: Peer, call: HttpCall): Promise<unknown> {
  return jsonOf(await httpCall(agent, peer, call), peer)
}

/** The JSON value of a successful answer. Throws a GatewayError when it is none, or holds an error. */
export function jsonOf(answer: HttpAnswer, peer: Peer): unknown {
  const { status, headers, body } = answer
  const value = status >= 200 && status < 300 ? jsonIn(body) : undefined
  if (value !== undefined && !isForeignError(value)) return value
  throw failureFrom({ status, headers, text: body.toString('latin1') }, speakerOf(peer))
}

/** Undefined when it is no JSON. */
export function jsonIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
