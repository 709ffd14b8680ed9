import type { Backend, Call, ChatCall } from '../../src/contracts/backend.ts'
import type { ChatAnswer, ChatEvent } from '../../src/contracts/chat.ts'
import type { GatewayError } from '../../src/contracts/errors.ts'
import type { Placement } from '../../src/contracts/model.ts'
import { defer } from '../../src/demo/engine/deferred.ts'
import { openaiChat } from '../../src/dialects/openai-chat.ts'
import { Collector } from '../../src/serving/collect.ts'

/** All that a listener was told of one call. */
export interface HeardCall {
  readonly call: Call
  /** In order: `sent`, the types of the events, `answer`, `end`, `error`. */
  readonly told: string[]
  readonly events: ChatEvent[]
  readonly errors: GatewayError[]
  /** Resolves at the first `end` or `error`. */
  readonly over: Promise<void>
  /** Resolves at the first event with text. */
  readonly text: Promise<void>
  /** What was said, in one piece or put together. */
  answer(): ChatAnswer
}

/** A chat call with the body of an OpenAI request. */
export function chatCallOf(placement: Placement, body: object): ChatCall {
  const whole = { messages: [{ role: 'user', content: 'Hello' }], ...body }
  return { placement, request: openaiChat.decodeRequest(Buffer.from(JSON.stringify(whole))) }
}

/** Begins a chat call and listens to it. */
export function hear(backend: Backend, chat: ChatCall): HeardCall {
  const told: string[] = []
  const events: ChatEvent[] = []
  const answers: ChatAnswer[] = []
  const errors: GatewayError[] = []
  const collector = new Collector()
  const over = defer<void>()
  const text = defer<void>()
  const call = backend.chat(chat, {
    onSent: () => told.push('sent'),
    onEvents(more) {
      told.push(...more.map(({ type }) => type))
      events.push(...more)
      collector.push(more)
      if (more.some(({ type }) => type === 'text-delta')) text.resolve()
    },
    onAnswer(answer) {
      told.push('answer')
      answers.push(answer)
    },
    onEnd() {
      told.push('end')
      over.resolve()
    },
    onError(error) {
      told.push('error')
      errors.push(error)
      over.resolve()
    },
  })
  return {
    call,
    told,
    events,
    errors,
    over: over.promise,
    text: text.promise,
    answer: () => answers[0] ?? collector.answer,
  }
}

/** The words of a streamed call so far. */
export function textOf({ events }: HeardCall): string {
  return events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('')
}
