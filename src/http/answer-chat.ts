import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ClientDialect } from '../contracts/dialect.ts'
import { serveChat } from '../serving/serve-chat.ts'
import { callerOf } from './caller.ts'
import { HttpChatReply, wantsMetadata } from './chat-reply.ts'
import type { Http } from './endpoint.ts'
import { abandoning } from './fail.ts'
import { bodyOf, queryModel } from './request-body.ts'
import { withWishes } from './wishes.ts'

/** What every chat endpoint does, whatever its dialect. */
export function answerChat(
  http: Http,
  dialect: ClientDialect,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const { serving, settings } = http
  const arrivedAt = serving.now()
  const decoded = dialect.decodeRequest(bodyOf(request), request.headers)
  const model = queryModel(request)
  const named = model === undefined ? decoded : { ...decoded, model }
  const chat = withWishes(named, request.headers)
  reply.hijack()
  const metadata = wantsMetadata(request, settings)
  const about = { request: chat, requestId: request.id, settings, metadata }
  const client = new HttpChatReply(reply.raw, dialect, about)
  serveChat(serving, {
    request: chat,
    reply: client,
    requestId: request.id,
    arrivedAt,
    endpoint: request.routeOptions.url ?? '',
    caller: callerOf(request),
  }).catch(abandoning(http, request, reply))
}
