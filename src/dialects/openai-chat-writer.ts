import type { ChatEvent, Frame, ToolCallDelta } from '../contracts/chat.ts'
import type { Ours, StreamEncoder } from '../contracts/dialect.ts'
import type { GatewayError } from '../contracts/errors.ts'
import { toByteText, topLevelMembers, withValues } from '../std/json-spans.ts'
import { closeFence, fromFinishReason, fromUsage } from './openai-chat-answer.ts'
import { openaiError } from './openai-error.ts'

const DIALECT = 'openai-chat'
const GAP = '\u0000'

/**
 * Writes one streamed answer: a backend's own frames with our id and model, other events as chunks of our making.
 * Frames of one shape share their `head` and `tail`, so the edit is made once and then reused.
 */
export class OpenaiStreamEncoder implements StreamEncoder {
  readonly comment = ': waiting\n'
  readonly #ours: Ours
  readonly #texts: string[] = []
  readonly #opened: boolean[] = []
  #values: Map<string, string>
  #written: Frame | undefined
  #head: string | undefined
  #tail: string | undefined
  #ourHead = ''
  #ourTail = ''

  constructor(ours: Ours) {
    this.#ours = ours
    this.#values = new Map([
      ['id', toByteText(JSON.stringify(ours.id))],
      ['model', toByteText(JSON.stringify(ours.model))],
    ])
    if (ours.metadata !== undefined)
      this.#values.set('router', toByteText(JSON.stringify(ours.metadata)))
  }

  encode(events: readonly ChatEvent[]): string {
    let out = ''
    for (const event of events) {
      if (event.type === 'usage' && event.alone && !this.#ours.wantsUsage) continue
      const frame = this.#passed(event, events)
      out += this.#signature(event)
      if (frame === undefined) out += this.#built(event)
      else if (frame !== this.#written) out += this.#framed(frame)
    }
    return out
  }

  end(): string {
    return 'data: [DONE]\n\n'
  }

  fail(error: GatewayError): string {
    const choice = { index: 0, delta: {}, finish_reason: 'error' }
    return this.#chunk({ choices: [choice], error: { ...openaiError(error), partial: true } })
  }

  /** The frame that goes on as it is. A signature must come between text and finish, so a frame with both is built anew. */
  #passed(event: ChatEvent, events: readonly ChatEvent[]): Frame | undefined {
    const { frame } = event
    if (frame?.dialect !== DIALECT) return undefined
    if (this.#ours.signature === undefined || frame.tail !== '') return frame
    const types = events.filter((other) => other.frame === frame).map(({ type }) => type)
    return types.includes('text-delta') && types.includes('finish') ? undefined : frame
  }

  #framed(frame: Frame): string {
    this.#written = frame
    if (frame.head !== this.#head || frame.tail !== this.#tail) this.#learn(frame)
    return this.#ourHead + frame.body + this.#ourTail
  }

  /** Only the first chunk carries the metadata. */
  #learn(frame: Frame): void {
    const text = frame.tail === '' ? frame.head : frame.head + GAP + frame.tail
    const ours = `data: ${withValues(text, topLevelMembers(text), this.#values)}\n\n`
    const gap = ours.indexOf(GAP)
    this.#ourHead = gap < 0 ? ours : ours.slice(0, gap)
    this.#ourTail = gap < 0 ? '' : ours.slice(gap + GAP.length)
    const first = this.#values.delete('router')
    const reusable = frame.tail !== '' && !first
    this.#head = reusable ? frame.head : undefined
    this.#tail = reusable ? frame.tail : undefined
  }

  #built(event: ChatEvent): string {
    switch (event.type) {
      case 'text-delta':
        return this.#delta(event.choice, { content: event.text }, event.logprobs)
      case 'reasoning-delta':
        return this.#delta(event.choice, { reasoning_content: event.text, reasoning: event.text })
      case 'tool-call-delta':
        return this.#delta(event.choice, { tool_calls: [wireCall(event.call)] })
      case 'finish':
        return (
          this.#opening(event.choice) +
          this.#choice(event.choice, {}, { reason: fromFinishReason(event.reason) })
        )
      case 'usage':
        return this.#ours.wantsUsage
          ? this.#chunk({ choices: [], usage: fromUsage(event.usage) })
          : ''
      case 'error':
      case 'other':
        return ''
    }
  }

  #delta(choice: number, delta: object, logprobs?: unknown): string {
    return this.#opening(choice) + this.#choice(choice, delta, { reason: null, logprobs })
  }

  /** Clients expect the role before anything else. */
  #opening(choice: number): string {
    if (this.#opened[choice] === true) return ''
    this.#opened[choice] = true
    return this.#choice(choice, { role: 'assistant', content: '' }, { reason: null })
  }

  #choice(index: number, delta: object, { reason, logprobs }: ChoiceEnd): string {
    const choice = { index, delta, ...(logprobs ? { logprobs } : {}), finish_reason: reason }
    return this.#chunk({ choices: [choice] })
  }

  #chunk(fields: object): string {
    const { id, model, created } = this.#ours
    const router = this.#values.delete('router') ? { router: this.#ours.metadata } : {}
    const chunk = { id, object: 'chat.completion.chunk', created, model, ...fields, ...router }
    return `data: ${toByteText(JSON.stringify(chunk))}\n\n`
  }

  /** Before a choice's finish, after all of its text; never behind tool calls. */
  #signature(event: ChatEvent): string {
    const { signature } = this.#ours
    if (signature === undefined) return ''
    if (event.type === 'text-delta')
      this.#texts[event.choice] = (this.#texts[event.choice] ?? '') + event.text
    if (event.type !== 'finish' || event.reason === 'tool-calls') return ''
    const text = this.#texts[event.choice] ?? ''
    return this.#delta(event.choice, { content: closeFence(text) + signature })
  }
}

interface ChoiceEnd {
  readonly reason: string | null
  readonly logprobs?: unknown
}

function wireCall({ index, id, name, arguments: text }: ToolCallDelta): object {
  if (id === undefined) return { index, function: { arguments: text } }
  return { index, id, type: 'function', function: { name: name ?? '', arguments: text } }
}
