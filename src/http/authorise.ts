import type { FastifyRequest } from 'fastify'
import { isAdmin } from '../access/admin-access.ts'
import { carriesKey } from '../access/api-keys.ts'
import { GatewayError } from '../contracts/errors.ts'
import type { Endpoint, HttpSettings } from './endpoint.ts'

/** Why a request may not use an endpoint; undefined = it may. */
export function authorise(
  access: Endpoint['access'],
  { headers, socket }: FastifyRequest,
  { apiKey, adminApiKey }: HttpSettings,
): GatewayError | undefined {
  if (access === 'client' && apiKey !== undefined && !carriesKey(headers, apiKey)) {
    return new GatewayError(
      'invalid_api_key',
      'A valid API key is required: send it as "Authorization: Bearer <key>".',
    )
  }
  if (access !== 'admin' || isAdmin({ headers, peer: socket.remoteAddress }, adminApiKey))
    return undefined
  if (adminApiKey !== undefined) {
    return new GatewayError(
      'invalid_api_key',
      'A valid admin key is required: send it as "Authorization: Bearer <key>".',
    )
  }
  return new GatewayError(
    'not_allowed',
    'Without ROUTER_ADMIN_API_KEY the admin endpoints answer only to this machine itself.',
  )
}
