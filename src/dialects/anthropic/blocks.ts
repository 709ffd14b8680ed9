import type { FinishReason, ToolCallDelta } from '../../contracts/chat.ts'
import { DIRECT_CALLER } from './answer.ts'
import { CallBlock } from './call-block.ts'
import { anthropicFrame } from './frame.ts'
import { UNSIGNED } from './signature.ts'
import { ToolUseIds } from './tool-use-ids.ts'

interface Words {
  readonly kind: 'text' | 'thinking'
  /** What was not written yet. */
  text: string
}

type Block = Words | CallBlock

/**
 * The blocks of one answer, of which only one may be open: another begins when the one before is whole. What comes for
 * another block in the middle of a call's arguments waits until they are whole.
 */
export class AnthropicBlocks {
  readonly #ids: ToolUseIds
  readonly #calls = new Map<number, CallBlock>()
  #index = -1
  #open: Block | undefined
  /** Blocks in their order, of which the first `#resumed` have had their turn. */
  #waiting: Block[] = []
  #resumed = 0
  /** White space that begins no block: many models write some before a call. */
  #blank = ''

  /** `answer` is the answer's own id. */
  constructor(answer: string) {
    this.#ids = new ToolUseIds(answer)
  }

  text(text: string): string {
    if (this.#latest()?.kind !== 'text' && text.trim() === '') {
      this.#blank += text
      return ''
    }
    const all = this.#blank + text
    this.#blank = ''
    return this.#words('text', all)
  }

  thinking(text: string): string {
    return this.#words('thinking', text)
  }

  /** A call begins once its name is told. Throws a GatewayError when no client could read its arguments. */
  call(delta: ToolCallDelta): string {
    const call = this.#calls.get(delta.index) ?? new CallBlock()
    this.#calls.set(delta.index, call)
    const isKnown = call.name !== ''
    call.add(delta)
    if (call.name === '') return ''
    if (!isKnown) return this.#place(call)
    return call === this.#open ? this.#write(call) + this.#resume() : ''
  }

  /** Ends every block, those too that waited. Throws a GatewayError when one is not whole, but for the limit. */
  close(reason: FinishReason): string {
    let out = this.#stop(reason)
    for (const block of this.#waiting.slice(this.#resumed))
      out += this.#begin(block) + this.#stop(reason)
    this.#waiting = []
    this.#resumed = 0
    return out
  }

  #words(kind: Words['kind'], text: string): string {
    const latest = this.#latest()
    if (latest === undefined || latest.kind === 'call' || latest.kind !== kind)
      return this.#place({ kind, text })
    latest.text += text
    return latest === this.#open ? this.#write(latest) : ''
  }

  /** The block that more of its kind belongs to. */
  #latest(): Block | undefined {
    return this.#waiting.at(-1) ?? this.#open
  }

  #place(block: Block): string {
    if (!this.#mustWait()) return this.#stop() + this.#begin(block)
    this.#waiting.push(block)
    return ''
  }

  /** What waited, as soon as the open call is whole. */
  #resume(): string {
    let out = ''
    while (!this.#mustWait()) {
      const next = this.#waiting[this.#resumed]
      if (next === undefined) {
        this.#waiting = []
        this.#resumed = 0
        break
      }
      this.#resumed++
      out += this.#stop() + this.#begin(next)
    }
    return out
  }

  #mustWait(): boolean {
    return this.#open?.kind === 'call' && !this.#open.isWhole
  }

  #begin(block: Block): string {
    this.#index++
    this.#open = block
    const content_block = this.#start(block)
    const start = { type: 'content_block_start', index: this.#index, content_block }
    return anthropicFrame(start) + this.#write(block)
  }

  #start(block: Block): object {
    switch (block.kind) {
      case 'call': {
        const { id, name } = block
        return {
          type: 'tool_use',
          id: this.#ids.next(id),
          name,
          input: {},
          caller: DIRECT_CALLER,
        }
      }
      case 'text':
        return { type: 'text', text: '', citations: null }
      case 'thinking':
        return { type: 'thinking', thinking: '', signature: '' }
    }
  }

  #write(block: Block): string {
    if (block.kind === 'call') return this.#json(block.next())
    const { kind, text } = block
    block.text = ''
    return this.#delta(
      kind === 'text' ? { type: 'text_delta', text } : { type: 'thinking_delta', thinking: text },
    )
  }

  #stop(reason?: FinishReason): string {
    const open = this.#open
    if (open === undefined) return ''
    this.#open = undefined
    return (
      this.#last(open, reason) + anthropicFrame({ type: 'content_block_stop', index: this.#index })
    )
  }

  #last(block: Block, reason: FinishReason | undefined): string {
    if (block.kind === 'call') return this.#json(block.last(reason))
    if (block.kind === 'text') return ''
    return this.#delta({ type: 'signature_delta', signature: UNSIGNED })
  }

  #json(partial_json: string): string {
    return partial_json === '' ? '' : this.#delta({ type: 'input_json_delta', partial_json })
  }

  #delta(delta: object): string {
    return anthropicFrame({ type: 'content_block_delta', index: this.#index, delta })
  }
}
