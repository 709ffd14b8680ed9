import cors from '@fastify/cors'
import type { FastifyInstance } from 'fastify'

/** What a page may read of an answer besides its body. */
const READABLE = [
  'x-request-id',
  'x-router-model',
  'x-router-backend',
  'x-router-reason',
  'x-router-attempts',
  'x-router-overhead-ms',
  'x-router-dropped-params',
  'x-router-token-count',
  'request-id',
  'x-should-retry',
  'retry-after',
]
const PREFLIGHT_SECONDS = 600

/**
 * Lets the pages of these web origins call the router; `*` is every one, and with none nothing is said of origins at
 * all. The headers are put on the raw response too, for streams and errors do not go through the framework's reply.
 */
export async function allowOrigins(
  app: FastifyInstance,
  origins: readonly string[],
): Promise<void> {
  if (origins.length === 0) return
  await app.register(cors, {
    origin: [...origins],
    exposedHeaders: READABLE,
    maxAge: PREFLIGHT_SECONDS,
    strictPreflight: false,
  })
  app.addHook('onRequest', (_request, reply, next) => {
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined && /^(access-control-|vary$)/.test(name)) {
        reply.raw.setHeader(name, value)
      }
    }
    next()
  })
}
