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
  const endpoint = endpoints.find((one) => covers(one.path, path))
  if (endpoint === undefined) {
    return new GatewayError('not_found', 'There is nothing at this path.')
  }
  const { method } = endpoint
  raw.setHeader('allow', method === 'GET' ? 'GET, HEAD' : method)
  return new GatewayError('method_not_allowed', `This path takes ${method} requests.`)
}

function covers(pattern: string, path: string): boolean {
  if (!pattern.endsWith('/*')) return pattern === path
  const stem = pattern.slice(0, -1)
  return path.startsWith(stem) && path.length > stem.length
}
