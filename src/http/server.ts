import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { ClientDialect } from '../contracts/dialect.ts'
import { type FailureCode, GatewayError } from '../contracts/errors.ts'
import { openaiChat } from '../dialects/openai-chat.ts'
import { adminEndpoints } from './admin/index.ts'
import { apiPath } from './api-path.ts'
import { authorise } from './authorise.ts'
import { allowOrigins } from './cross-origin.ts'
import type { Endpoint, Http, HttpSample } from './endpoint.ts'
import { endpoints } from './endpoints/index.ts'
import { dialectOf, sendFailure, toGatewayError } from './fail.ts'
import { notFound } from './not-found.ts'
import { headersOfDialect } from './reply-headers.ts'
import { limitInTurn, limitStall } from './stall-limit.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Monotonic milliseconds. */
    beganAt: number
  }
  interface FastifyContextConfig {
    endpoint?: Endpoint
  }
}

/** Milliseconds: for the headers, for the whole request, and between looks at who is late. */
const CLIENT_TIMES = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 1_000,
}
const KEEP_ALIVE_MS = 65_000

/** The HTTP server with every endpoint on it, not yet listening. */
export async function createServer(http: Http): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: http.settings.maxBodyBytes,
    genReqId: requestId,
    requestIdHeader: false,
    return503OnClosing: false,
    requestTimeout: CLIENT_TIMES.requestTimeout,
    keepAliveTimeout: KEEP_ALIVE_MS,
    http: CLIENT_TIMES,
    rewriteUrl: ({ url }) => apiPath(url ?? '/'),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1024 },
    clientErrorHandler: refuseMalformed,
    frameworkErrors: (thrown, request, reply) => fail(toGatewayError(thrown), request, reply),
  })
  app.server.on('checkExpectation', (...asked) => app.server.emit('request', ...asked))
  app.decorateRequest('beganAt', 0)
  app.addHook('onRequest', (request, reply, next) => {
    request.beganAt = performance.now()
    limitInTurn(reply.raw)
    reply.header('x-request-id', request.id)
    const [name, id] = headersOfDialect(dialectOf(request), request.id)
    if (name !== undefined) reply.header(name, id)
    next()
  })
  await allowOrigins(app, http.settings.corsOrigins)
  takeJsonAsBytes(app)
  app.addHook('onRequest', (request, _reply, next) => next(refusalOf(http, request)))
  app.addHook('onSend', (request, reply, _body, done) => {
    http.observe(sampleOf(request, reply.statusCode))
    limitStall(reply.raw)
    done()
  })
  const refuse = (error: GatewayError, request: FastifyRequest, reply: FastifyReply) => {
    http.observe(sampleOf(request, error.status))
    if (error.code === 'internal_error') http.report(error)
    fail(error, request, reply)
  }
  app.setErrorHandler((thrown, request, reply) => refuse(toGatewayError(thrown), request, reply))
  const all = [...endpoints, ...adminEndpoints]
  app.setNotFoundHandler((request, reply) => refuse(notFound(all, request, reply), request, reply))
  for (const endpoint of all) add(app, http, endpoint)
  return app
}

/** JSON bodies alone are taken, and left as they came. */
function takeJsonAsBytes(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, bytes, done) =>
    done(null, bytes),
  )
}

function sampleOf({ method, routeOptions, beganAt }: FastifyRequest, status: number): HttpSample {
  const seconds = (performance.now() - beganAt) / 1000
  return { endpoint: routeOptions.url ?? 'unknown', method, status, seconds }
}

function add(app: FastifyInstance, http: Http, endpoint: Endpoint): void {
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    config: { endpoint },
    handler(request, reply) {
      if (endpoint.access === 'client') http.open.add(reply.raw)
      return endpoint.handle(http, request, reply)
    },
  })
}

function requestId({ headers }: IncomingMessage): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID()
}

/** What is wrong with a request before its body is read. */
function refusalOf(http: Http, request: FastifyRequest): GatewayError | undefined {
  const { raw, headers } = request
  if (hostsIn(raw.rawHeaders) > 1) {
    return new GatewayError('invalid_request', 'The request has more than one Host header.')
  }
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity') {
    return new GatewayError('unsupported_media_type', 'The request body must not be compressed.')
  }
  if (!/^$|100-continue/i.test(headers.expect ?? '')) {
    return new GatewayError('expectation_failed', 'The header "expect" may only be 100-continue.')
  }
  const access = request.routeOptions.config.endpoint?.access ?? 'anyone'
  if (http.isDraining() && access === 'client') {
    return new GatewayError('draining', 'The router is stopping and takes no new requests.')
  }
  return authorise(access, request, http.settings)
}

/** Names and values in turn; Node keeps only one of them in `headers`. */
function hostsIn(rawHeaders: readonly string[]): number {
  let count = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? ''
    if (name.length === 4 && name.toLowerCase() === 'host') count++
  }
  return count
}

/** After these nobody knows where the next request would begin, or there must be none. */
const LAST: ReadonlySet<FailureCode> = new Set([
  'body_too_large',
  'request_timeout',
  'expectation_failed',
  'draining',
])

function fail(error: GatewayError, request: FastifyRequest, reply: FastifyReply): void {
  const headers = ['x-request-id', request.id]
  if (LAST.has(error.code)) headers.push('connection', 'close')
  reply.hijack()
  sendFailure(reply.raw, dialectFor(request), { error, requestId: request.id, headers })
}

/** At a path that nothing answers, the words are those of the endpoint above it. */
function dialectFor(request: FastifyRequest): ClientDialect {
  const above = endpoints.find(({ dialect, path }) => dialect && request.url.startsWith(path))
  return request.routeOptions.config.endpoint === undefined
    ? (above?.dialect ?? openaiChat)
    : dialectOf(request)
}

const MALFORMED: Readonly<Record<string, GatewayError>> = {
  ERR_HTTP_REQUEST_TIMEOUT: new GatewayError(
    'request_timeout',
    'The request took too long to arrive.',
  ),
  HPE_HEADER_OVERFLOW: new GatewayError('headers_too_large', 'The request headers are too large.'),
}

/** A request that is no HTTP never reaches an endpoint. */
function refuseMalformed(thrown: Error & { readonly code?: string }, socket: Socket): void {
  if (thrown.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const error =
    MALFORMED[thrown.code ?? ''] ??
    new GatewayError('invalid_request', 'The request is not valid HTTP.')
  const requestId = randomUUID()
  const body = openaiChat.encodeError(error, requestId)
  const head = [
    `HTTP/1.1 ${error.status} Refused`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${body.length}`,
    `x-request-id: ${requestId}`,
    'x-should-retry: false',
    'connection: close',
  ]
  limitStall({ socket })
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, 'latin1')
}
