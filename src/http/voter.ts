import { hash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { isAdmin } from '../access/admin-access.ts'
import type { HttpSettings } from './endpoint.ts'

const USER = 'x-openwebui-user-id'

/**
 * Whose vote it is, as a digest: the client key's where keys are asked for; else the user's that a client on this
 * machine names; else the address's. What anybody can make up does not count, or one could vote as many.
 */
export function voterOf(
  { headers, socket }: FastifyRequest,
  { apiKey }: Pick<HttpSettings, 'apiKey'>,
): string {
  const address = socket.remoteAddress ?? ''
  if (apiKey !== undefined) return digest('key', apiKey)
  const user = headers[USER]
  const isTrusted = isAdmin({ headers, peer: address }, undefined)
  return typeof user === 'string' && isTrusted ? digest('user', user) : digest('peer', address)
}

function digest(kind: string, name: string): string {
  return hash('sha256', `${kind}\n${name}`, 'base64url').slice(0, 22)
}
