import type { ChatEvent, Frames, ToolCallDelta } from '../../contracts/chat.ts'
import type { Ours, StreamEncoder } from '../../contracts/dialect.ts'
import type { GatewayError } from '../../contracts/errors.ts'
import { toByteText, topLevelMembers, withValues } from '../../std/json-spans.ts'
import { AnswerSignature } from '../answer-signature.ts'
import { fromFinishReason, fromUsage } from './chat-answer.ts'
import { openaiError } from './error.ts'

const DIALECT = 'openai-chat'
const GAP = '\u0000'

/**
 * Writes one streamed answer: a backend's own frames with our id and model, other events as chunks of our making.
 * Frames of one shape share their `head` and `tail`, so the edit is made once and then reused.
 */
export class OpenaiStreamEncoder implements StreamEncoder {
  readonly comment = ': waiting\n'
  readonly #ours: Ours
  readonly #opened: boolean[] = []
  readonly #texted: boolean[] = []
  readonly #signer: AnswerSignature | undefined
  readonly #values: Map<string, string | undefined>
  #written: Frames | undefined
  #head: string | undefined
  #tail: string | undefined
  #ourHead = ''
  #ourTail = ''

  constructor(ours: Ours) {
    this.#ours = ours
    this.#signer = ours.signature === undefined ? undefined : new AnswerSignature(ours.signature)
    this.#values = new Map([
      ['id', toByteText(JSON.stringify(ours.id))],
      ['model', toByteText(JSON.stringify(ours.model))],
    ])
    if (!ours.wantsUsage) this.#values.set('usage', undefined)
    if (ours.metadata !== undefined)
      this.#values.set('router', toByteText(JSON.stringify(ours.metadata)))
  }

  encode(events: readonly ChatEvent[]): string {
    let out = ''
    for (const event of events) {
      if (event.type === 'usage' && event.alone && !this.#ours.wantsUsage) continue
      const frames = this.#passed(event, events)
      out += this.#signature(event)
      if (frames === undefined) out += this.#built(event)
      else if (frames !== this.#written) out += this.#framed(frames)
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

  /** The frames that go on as they are. A signature must come between text and finish: a frame with both is built anew. */
  #passed(event: ChatEvent, events: readonly ChatEvent[]): Frames | undefined {
    const { frames } = event
    if (frames?.dialect !== DIALECT) return undefined
    if (this.#ours.signature === undefined || frames.tail !== '') return frames
    const types = events.filter((other) => other.frames === frames).map(({ type }) => type)
    return types.includes('text-delta') && types.includes('finish') ? undefined : frames
  }

  #framed(frames: Frames): string {
    this.#written = frames
    let out = ''
    for (const body of frames.bodies) {
      if (frames.head !== this.#head || frames.tail !== this.#tail) this.#learn(frames)
      out += this.#ourHead + body + this.#ourTail
    }
    return out
  }

  /** Only the first chunk carries the metadata. */
  #learn({ head, tail }: Frames): void {
    const text = tail === '' ? head : head + GAP + tail
    const ours = `data: ${withValues(text, topLevelMembers(text), this.#values)}\n\n`
    const gap = ours.indexOf(GAP)
    this.#ourHead = gap < 0 ? ours : ours.slice(0, gap)
    this.#ourTail = gap < 0 ? '' : ours.slice(gap + GAP.length)
    const first = this.#values.delete('router')
    const reusable = tail !== '' && !first
    this.#head = reusable ? head : undefined
    this.#tail = reusable ? tail : undefined
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
      case 'other':
        return event.alive === true ? this.comment : ''
      case 'error':
        return ''
    }
  }

  #delta(choice: number, delta: object, logprobs?: unknown): string {
    return this.#opening(choice) + this.#choice(choice, delta, { reason: null, logprobs })
  }

  /** Clients expect the role before anything else; a backend's own frames have told it. */
  #opening(choice: number): string {
    if (this.#opened[choice] === true || this.#written !== undefined) return ''
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

  /** A choice that has text was opened by it. */
  #signature(event: ChatEvent): string {
    const signature = this.#signer?.before(event)
    if (event.type === 'text-delta') this.#texted[event.choice] = true
    if (signature === undefined || event.type !== 'finish') return ''
    if (this.#texted[event.choice] === true) this.#opened[event.choice] = true
    return this.#delta(event.choice, { content: signature })
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
