import type { ServerResponse } from 'node:http'
import type { EmbeddingAnswer, EmbeddingRequest } from '../contracts/embedding.ts'
import type { GatewayError } from '../contracts/errors.ts'
import type { ReplyHead } from '../contracts/reply.ts'
import { openaiChat } from '../dialects/openai-chat.ts'
import { openaiEmbeddings } from '../dialects/openai-embeddings.ts'
import type { EmbeddingClient } from '../serving/serve-embedding.ts'
import { orderedId } from '../std/ordered-id.ts'
import { sendFailure } from './fail.ts'
import { routerHeaders, routerObject } from './reply-headers.ts'
import { sendJson } from './send-json.ts'

export interface EmbeddingAbout {
  readonly requestId: string
  readonly request: EmbeddingRequest
  /** Whether the original's `router` object is wanted. */
  readonly metadata: boolean
}

/** One embedding answer on its way to the client. */
export class EmbeddingReply implements EmbeddingClient {
  readonly id = `embd-${orderedId(Date.now())}`
  readonly #res: ServerResponse
  readonly #about: EmbeddingAbout

  constructor(res: ServerResponse, about: EmbeddingAbout) {
    this.#res = res
    this.#about = about
  }

  answer(answer: EmbeddingAnswer, head: ReplyHead): void {
    const { request, requestId, metadata } = this.#about
    const ours = { model: head.model ?? '', metadata: metadata ? routerObject(head) : undefined }
    const text = openaiEmbeddings.encodeAnswer(answer, request, ours)
    sendJson(this.#res, 200, routerHeaders(requestId, head), text)
  }

  fail(error: GatewayError, head: ReplyHead): void {
    const { requestId } = this.#about
    const headers = routerHeaders(requestId, head)
    sendFailure(this.#res, openaiChat, { error, requestId, headers })
  }

  onLeave(left: () => void): void {
    this.#res.on('close', () => {
      if (!this.#res.writableFinished) left()
    })
  }
}
