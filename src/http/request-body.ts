import type { FastifyRequest } from 'fastify'
import { GatewayError } from '../contracts/errors.ts'

/** The body's bytes, as the content-type parser left them. */
export function bodyOf({ body }: FastifyRequest): Buffer {
  if (Buffer.isBuffer(body) && body.length > 0) return body
  throw new GatewayError('invalid_json', 'The request body is empty; a JSON object is expected.')
}

/** `?model=`, the original's other way to name a model; it wins over the field. */
export function queryModel({ query }: FastifyRequest): string | undefined {
  const model = (query as Readonly<Record<string, unknown>>)['model']
  return typeof model === 'string' && model !== '' ? model : undefined
}
