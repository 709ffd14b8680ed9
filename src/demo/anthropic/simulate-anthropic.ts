import type { Call } from '../engine/call.ts'
import type { Route, Simulation } from '../engine/simulation.ts'
import type { ServerState } from '../engine/state.ts'
import type { Anthropic } from './anthropic.ts'
import { offered } from './anthropic.ts'
import { countTokens, createMessage } from './messages.ts'
import { listModels, showModel } from './models.ts'
import { failure, invalid, REQUEST_ID, refuse, requestId } from './refuse.ts'
import { checkVersion } from './version.ts'

/** A server that speaks the Messages API as Anthropic's does, in the version that a request names. */
export function simulateAnthropic(state: ServerState): Simulation {
  const anthropic: Anthropic = { state, slots: new Map(), cache: new Set() }
  return {
    kind: 'anthropic',
    headers: { 'anthropic-organization-id': 'simulated' },
    routes: routes(anthropic),
    gate: (call) => {
      call.response.setHeader(REQUEST_ID, requestId())
      checkKey(call, state.description.apiKey)
      checkVersion(call)
      if (Buffer.byteLength(call.text) > MOST_BYTES) {
        throw refuse(413, 'Request exceeds the maximum size')
      }
    },
    missing: (_call, otherMethod) =>
      otherMethod ? refuse(405, 'Method Not Allowed') : refuse(404, 'Not Found'),
    badJson: () => invalid('The request body is not valid JSON.'),
    failure,
    loaded: () =>
      offered(anthropic).map(({ name, servedContext }) => ({ name, context: servedContext })),
  }
}

function routes(anthropic: Anthropic): readonly Route[] {
  return [
    { method: 'GET', path: '/v1/models', handle: (call) => listModels(anthropic, call) },
    { method: 'GET', path: '/v1/models/', handle: (call) => showModel(anthropic, call) },
    {
      method: 'POST',
      path: '/v1/messages',
      inference: true,
      handle: (call) => createMessage(anthropic, call),
    },
    {
      method: 'POST',
      path: '/v1/messages/count_tokens',
      handle: (call) => countTokens(anthropic, call),
    },
  ]
}

/** 32 MB. */
const MOST_BYTES = 32 * 1024 * 1024

/** The key comes in a header of its own, or as a bearer: Anthropic's clients send it so since their version 1. */
function checkKey(call: Call, apiKey: string): void {
  const { 'x-api-key': key, authorization } = call.request.headers
  if (apiKey === '' || (key ?? authorization?.replace(/^Bearer /, '')) === apiKey) return
  if (key !== undefined) throw refuse(401, 'invalid x-api-key')
  throw refuse(
    401,
    authorization === undefined ? 'x-api-key header is required' : 'Invalid bearer token',
  )
}
