import type { FastifyReply, FastifyRequest } from 'fastify'
import { GatewayError } from '../contracts/errors.ts'
import type { Endpoint } from './endpoint.ts'

/** Why no endpoint takes the request: nothing lies at its path, or what does takes another method, which is named. */
export function notFound(
  endpoints: readonly Pick<Endpoint, 'method' | 'path'>[],
  { url }: Pick<FastifyRequest, 'url'>,
  { raw }: Pick<FastifyReply, 'raw'>,
): GatewayError {
  const path = (url.split('?', 1)[0] ?? '').replace(/(?<=.)\/$/, '')
  const methods = endpoints.flatMap((one) => (covers(one.path, path) ? [one.method] : []))
  if (methods.length === 0) {
    return new GatewayError('not_found', 'There is nothing at this path.')
  }
  const allowed = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
  raw.setHeader('allow', allowed.join(', '))
  return new GatewayError(
    'method_not_allowed',
    `This path takes ${methods.join(' and ')} requests.`,
  )
}

function covers(pattern: string, path: string): boolean {
  if (pattern.includes('/:')) return fits(pattern.split('/'), path.split('/'))
  if (!pattern.endsWith('/*')) return pattern === path
  const stem = pattern.slice(0, -1)
  return path.startsWith(stem) && path.length > stem.length
}

function fits(pattern: readonly string[], path: readonly string[]): boolean {
  if (pattern.length !== path.length) return false
  return pattern.every((part, at) => part === path[at] || (part.startsWith(':') && path[at] !== ''))
}
