import type { ServerResponse } from 'node:http'
import type { FastifyRequest } from 'fastify'
import type { ChatAnswer, ChatEvent, ChatRequest } from '../contracts/chat.ts'
import type { ClientDialect, Ours, StreamEncoder } from '../contracts/dialect.ts'
import type { GatewayError } from '../contracts/errors.ts'
import type { ChatReply, ReplyHead } from '../contracts/reply.ts'
import { orderedId } from '../std/ordered-id.ts'
import type { HttpSettings } from './endpoint.ts'
import { sendFailure } from './fail.ts'
import { headersOfDialect, routerHeaders, routerObject } from './reply-headers.ts'
import { sendJson } from './send-json.ts'
import { limitStall } from './stall-limit.ts'

const STREAM_HEADERS = ['cache-control', 'no-cache, no-transform', 'x-accel-buffering', 'no']

/** One chat answer on its way to the client, in the client's dialect and at the client's pace. */
export class HttpChatReply implements ChatReply {
  readonly id: string
  readonly stream: boolean
  readonly #res: ServerResponse
  readonly #dialect: ClientDialect
  readonly #requestId: string
  readonly #about: Omit<Ours, 'model' | 'tokensIn' | 'metadata' | 'signature'>
  readonly #metadata: boolean
  readonly #signature: string | undefined
  #encoder: StreamEncoder | undefined

  constructor(res: ServerResponse, dialect: ClientDialect, about: ReplyAbout) {
    const { request, settings, metadata } = about
    this.id = dialect.idPrefix + orderedId(Date.now())
    this.stream = request.stream
    this.#res = res
    this.#dialect = dialect
    this.#requestId = about.requestId
    this.#about = {
      id: this.id,
      created: Math.floor(Date.now() / 1000),
      wantsUsage: request.wantsUsage,
      wantsReasoning: request.wantsReasoning,
    }
    this.#metadata = metadata
    this.#signature = request.format.type === 'text' ? settings.signature : undefined
  }

  open(head: ReplyHead): void {
    this.#begin(head)
    this.#res.flushHeaders()
    this.comment()
  }

  comment(): void {
    this.#res.write(this.#encoderFor(undefined).comment)
  }

  events(events: readonly ChatEvent[], head: ReplyHead): boolean {
    const text = this.#encoderFor(head).encode(events)
    if (text === '') return true
    if (!this.#res.headersSent) this.#begin(head)
    return this.#res.write(text, 'latin1')
  }

  /** Even a stream without a single event has its head and its end. */
  end(head: ReplyHead): void {
    const text = this.#encoderFor(head).end()
    if (!this.#res.headersSent) this.#begin(head)
    limitStall(this.#res)
    this.#res.end(text, 'latin1')
  }

  answer(answer: ChatAnswer, head: ReplyHead): void {
    const text = this.#dialect.encodeAnswer(answer, this.#ours(head))
    sendJson(this.#res, 200, this.#headers(head), text)
  }

  fail(error: GatewayError, head: ReplyHead): void {
    if (!this.#res.headersSent) {
      const headers = routerHeaders(this.#requestId, head)
      sendFailure(this.#res, this.#dialect, { error, requestId: this.#requestId, headers })
      return
    }
    limitStall(this.#res)
    this.#res.end(this.#encoderFor(head).fail(error), 'latin1')
  }

  cut(): void {
    this.#res.destroy()
  }

  onLeave(left: () => void): void {
    this.#res.on('close', () => {
      if (!this.#res.writableFinished) left()
    })
  }

  onDrain(drained: () => void): void {
    this.#res.on('drain', drained)
  }

  #begin(head: ReplyHead): void {
    const headers = ['content-type', this.#dialect.streamType, ...STREAM_HEADERS]
    this.#res.writeHead(200, [...this.#headers(head), ...headers])
  }

  #headers(head: ReplyHead): readonly string[] {
    const requestId = this.#requestId
    return [...routerHeaders(requestId, head), ...headersOfDialect(this.#dialect, requestId)]
  }

  /** Events are only ever those of the attempt that answers, so its name is right from the first on. */
  #encoderFor(head: ReplyHead | undefined): StreamEncoder {
    if (head === undefined)
      return this.#encoder ?? this.#dialect.encodeStream(this.#ours(undefined))
    this.#encoder ??= this.#dialect.encodeStream(this.#ours(head))
    return this.#encoder
  }

  #ours(head: ReplyHead | undefined): Ours {
    const model = head?.model ?? ''
    return {
      ...this.#about,
      model,
      tokensIn: head?.tokensIn ?? 0,
      metadata: this.#metadata && head !== undefined ? routerObject(head) : undefined,
      signature: this.#signature?.replaceAll('{model}', () => model),
    }
  }
}

export interface ReplyAbout {
  readonly request: ChatRequest
  readonly requestId: string
  readonly settings: HttpSettings
  readonly metadata: boolean
}

/** The original's `router` object is asked for by setting or by header. */
export function wantsMetadata({ headers }: FastifyRequest, settings: HttpSettings): boolean {
  return settings.metadata || headers['x-router-metadata'] === 'true'
}
