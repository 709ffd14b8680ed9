import type { ChatEvent, Frames, Usage } from '../../contracts/chat.ts'
import type { Ours, StreamEncoder } from '../../contracts/dialect.ts'
import type { GatewayError } from '../../contracts/errors.ts'
import { fromByteText } from '../../std/json-spans.ts'
import { AnswerSignature } from '../answer-signature.ts'
import { fromUsage, stopOf } from './answer.ts'
import { AnthropicBlocks } from './blocks.ts'
import { anthropicError } from './error.ts'
import { anthropicFrame } from './frame.ts'

const DIALECT = 'anthropic-messages'

type Finish = ChatEvent & { readonly type: 'finish' }

/**
 * Writes one streamed answer as a strict state machine: message_start, whole blocks one after the other, message_delta
 * and message_stop. A backend's own frames go on as they are, with our id and model.
 */
export class AnthropicStreamEncoder implements StreamEncoder {
  readonly comment = anthropicFrame({ type: 'ping' })
  readonly #ours: Ours
  readonly #signature: AnswerSignature | undefined
  readonly #blocks = new AnthropicBlocks()
  #started = false
  #finish: Finish | undefined
  #usage: Usage | undefined
  #characters = 0
  #written: Frames | undefined
  #head: string | undefined
  #ourHead = ''
  /** The backend's own frames went on; what is the last of them. */
  #passed: string | undefined

  constructor(ours: Ours) {
    this.#ours = ours
    this.#signature = ours.signature === undefined ? undefined : new AnswerSignature(ours.signature)
  }

  encode(events: readonly ChatEvent[]): string {
    let out = ''
    for (const event of events) {
      const frames = this.#passable(event)
      if (frames === undefined) out += this.#built(event)
      else if (frames !== this.#written) out += this.#framed(frames)
    }
    return out
  }

  end(): string {
    if (this.#passed !== undefined)
      return this.#passed === 'message_stop' ? '' : anthropicFrame({ type: 'message_stop' })
    const { reason = 'stop', stop } = this.#finish ?? {}
    const usage = this.#usage ?? { input: this.#ours.tokensIn, output: this.#estimate() }
    return (
      this.#start() +
      this.#blocks.close() +
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

  /** A signature must come after all text and before the end: the answer is built anew around it. */
  #passable({ frames }: ChatEvent): Frames | undefined {
    return frames?.dialect === DIALECT && this.#signature === undefined ? frames : undefined
  }

  #framed(frames: Frames): string {
    this.#written = frames
    const { head, bodies, tail } = frames
    if (tail === '') return this.#whole(head)
    if (head !== this.#head) {
      this.#head = head
      this.#ourHead = `event: content_block_delta\ndata: ${head}`
    }
    this.#passed = 'content_block_delta'
    let out = ''
    for (const body of bodies) out += `${this.#ourHead}${body}${tail}\n\n`
    return out
  }

  #whole(json: string): string {
    this.#passed = typeOf(json)
    if (this.#passed !== 'message_start') return `event: ${this.#passed}\ndata: ${json}\n\n`
    const { id, model, metadata } = this.#ours
    const start: { readonly message?: object } = JSON.parse(fromByteText(json))
    const router = metadata === undefined ? {} : { router: metadata }
    return anthropicFrame({
      ...start,
      type: 'message_start',
      message: { ...start.message, id, model, ...router },
    })
  }

  #built(event: ChatEvent): string {
    if ('choice' in event && event.choice > 0) return ''
    const signature = this.#signature?.before(event)
    const before = signature === undefined ? '' : this.#start() + this.#blocks.text(signature)
    switch (event.type) {
      case 'text-delta':
        this.#characters += event.text.length
        return this.#start() + this.#blocks.text(event.text)
      case 'reasoning-delta':
        this.#characters += event.text.length
        return this.#ours.wantsReasoning
          ? this.#start() + this.#blocks.thinking(event.text)
          : this.comment
      case 'tool-call-delta':
        this.#characters += event.call.arguments.length
        return this.#start() + this.#blocks.call(event.call)
      case 'finish':
        this.#finish = event
        return before + this.#start() + this.#blocks.close()
      case 'usage':
        this.#usage = event.usage
        return ''
      case 'other':
        return event.alive === true ? this.comment : ''
      case 'error':
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

  /** For a backend that never says how much it wrote. */
  #estimate(): number {
    return Math.ceil(this.#characters / CHARACTERS_PER_TOKEN)
  }
}

const CHARACTERS_PER_TOKEN = 4

/** The type of a frame, which is its event's name. */
function typeOf(json: string): string {
  const first = /^\{"type":\s?"(\w+)"/.exec(json)?.[1]
  return first ?? String(JSON.parse(fromByteText(json)).type).replace(/\W+/g, '_')
}
