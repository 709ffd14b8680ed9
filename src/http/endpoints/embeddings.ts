import { openaiEmbeddings } from '../../dialects/openai-embeddings.ts'
import { serveEmbedding } from '../../serving/serve-embedding.ts'
import { wantsMetadata } from '../chat-reply.ts'
import { EmbeddingReply } from '../embedding-reply.ts'
import type { Endpoint } from '../endpoint.ts'
import { abandoning } from '../fail.ts'
import { bodyOf, queryModel } from '../request-body.ts'

export const embeddings: Endpoint = {
  method: 'POST',
  path: '/v1/embeddings',
  access: 'client',
  handle(http, request, reply) {
    const { serving, settings } = http
    const arrivedAt = serving.now()
    const decoded = openaiEmbeddings.decodeRequest(bodyOf(request))
    const wanted = { ...decoded, model: queryModel(request) ?? decoded.model }
    reply.hijack()
    const metadata = wantsMetadata(request, settings)
    const client = new EmbeddingReply(reply.raw, {
      requestId: request.id,
      request: wanted,
      metadata,
    })
    serveEmbedding(serving, {
      request: wanted,
      reply: client,
      requestId: request.id,
      arrivedAt,
    }).catch(abandoning(http, request, reply))
  },
}
