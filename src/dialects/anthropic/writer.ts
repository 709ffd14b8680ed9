import type { ChatEvent, Frames, Usage } from '../../contracts/chat.ts'
import type { Ours, StreamEncoder } from '../../contracts/dialect.ts'
import type { GatewayError } from '../../contracts/errors.ts'
import { AnswerSignature } from '../answer-signature.ts'
import { fromUsage, stopOf } from './answer.ts'
import { AnthropicBlocks } from './blocks.ts'
import { ANTHROPIC_MESSAGES } from './dialect.ts'
import { anthropicError } from './error.ts'
import { anthropicFrame } from './frame.ts'
import { PassedFrames } from './passed-frames.ts'
import { estimatedTokens } from './usage.ts'

type Finish = ChatEvent & { readonly type: 'finish' }

/**
 * Writes one streamed answer as a strict state machine: message_start, whole blocks one after the other, message_delta
 * and message_stop. A backend's own frames go on as they are, with our id and model.
 */
export class AnthropicStreamEncoder implements StreamEncoder {
  readonly comment = anthropicFrame({ type: 'ping' })
  readonly #ours: Ours
  readonly #signature: AnswerSignature | undefined
  readonly #blocks: AnthropicBlocks
  readonly #passed: PassedFrames
  #started = false
  #finish: Finish | undefined
  #usage: Usage | undefined
  #characters = 0

  constructor(ours: Ours) {
    this.#ours = ours
    this.#signature = ours.signature === undefined ? undefined : new AnswerSignature(ours.signature)
    this.#blocks = new AnthropicBlocks(ours.id)
    this.#passed = new PassedFrames(ours)
  }

  /** Throws a GatewayError when the answer has a call that no client could read. */
  encode(events: readonly ChatEvent[]): string {
    let out = ''
    for (const event of events) {
      if ('choice' in event && event.choice > 0) continue
      const { frames } = event
      const signature = this.#signature?.before(event)
      out +=
        frames?.dialect === ANTHROPIC_MESSAGES
          ? this.#own(frames, signature)
          : this.#signed(signature) + this.#built(event)
    }
    return out === '' && events.some(tellsOfWork) ? this.comment : out
  }

  end(): string {
    if (this.#passed.any) return this.#passed.end()
    const { reason = 'stop', stop } = this.#finish ?? {}
    const output = estimatedTokens(this.#characters)
    const usage = this.#usage ?? { input: this.#ours.tokensIn, output }
    return (
      this.#start() +
      this.#blocks.close(reason) +
      anthropicFrame({
        type: 'message_delta',
        delta: stopOf(reason, stop),
        usage: fromUsage(usage),
      }) +
      anthropicFrame({ type: 'message_stop' })
    )
  }

  fail(error: GatewayError): string {
    return anthropicFrame({ type: 'error', error: anthropicError(error) })
  }

  #own(frames: Frames, signature: string | undefined): string {
    const signed = signature === undefined ? '' : this.#passed.sign(signature, frames)
    return signed + this.#passed.write(frames)
  }

  #signed(signature: string | undefined): string {
    return signature === undefined ? '' : this.#start() + this.#blocks.text(signature)
  }

  #built(event: ChatEvent): string {
    switch (event.type) {
      case 'text-delta':
        this.#characters += event.text.length
        return this.#start() + this.#blocks.text(event.text)
      case 'reasoning-delta':
        this.#characters += event.text.length
        if (!this.#ours.wantsReasoning) return ''
        return this.#start() + this.#blocks.thinking(event.text)
      case 'tool-call-delta':
        this.#characters += event.call.arguments.length
        return this.#start() + this.#blocks.call(event.call)
      case 'finish':
        this.#finish = event
        return this.#start() + this.#blocks.close(event.reason)
      case 'usage':
        this.#usage = event.usage
        return ''
      case 'error':
      case 'other':
        return ''
    }
  }

  /** Before a backend has counted, the prompt is told by our own estimate. */
  #start(): string {
    if (this.#started) return ''
    this.#started = true
    const { id, model, tokensIn, metadata } = this.#ours
    const message = {
      id,
      type: 'message',
      role: 'assistant',
      model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: fromUsage(this.#usage ?? { input: tokensIn, output: 0 }),
      ...(metadata === undefined ? {} : { router: metadata }),
    }
    return anthropicFrame({ type: 'message_start', message })
  }
}

/** What a client may not see, or not yet, but that somebody is there. */
function tellsOfWork(event: ChatEvent): boolean {
  return event.type === 'other' ? event.alive === true : event.type.endsWith('-delta')
}
