import type { ToolCallDelta } from '../../contracts/chat.ts'
import { DIRECT_CALLER } from './answer.ts'
import { anthropicFrame } from './frame.ts'
import { UNSIGNED } from './signature.ts'

type Piece =
  | { readonly kind: 'text' | 'thinking'; readonly text: string }
  | { readonly kind: 'call'; readonly call: ToolCallDelta }

interface OpenBlock {
  readonly kind: Piece['kind']
  /** Position among the calls. */
  readonly call: number | undefined
  /** A call's arguments so far. */
  arguments: string
}

/**
 * The blocks of one answer, of which only one may be open: another begins when the one before is whole. What comes for
 * another block in the middle of a call's arguments waits until they are whole.
 */
export class AnthropicBlocks {
  #index = -1
  #open: OpenBlock | undefined
  #waiting: Piece[] = []
  /** Calls that have not told their name yet. */
  readonly #unnamed = new Map<number, ToolCallDelta>()
  /** Calls whose blocks have begun. */
  readonly #begun = new Set<number>()

  text(text: string): string {
    return this.#take({ kind: 'text', text })
  }

  thinking(text: string): string {
    return this.#take({ kind: 'thinking', text })
  }

  call(delta: ToolCallDelta): string {
    const call = this.#named(delta)
    return call === undefined ? '' : this.#take({ kind: 'call', call })
  }

  /** Ends every block, those too that waited. */
  close(): string {
    let out = this.#stop()
    while (this.#waiting.length > 0) out += this.#retake() + this.#stop()
    return out
  }

  /** The call with all that it has told, once that is its name. */
  #named(delta: ToolCallDelta): ToolCallDelta | undefined {
    const { index } = delta
    if (this.#begun.has(index)) return delta
    const { arguments: before = '', ...known } = this.#unnamed.get(index) ?? {}
    const call = { ...known, ...delta, arguments: before + delta.arguments }
    const isKnown = this.#waiting.some(
      (piece) => piece.kind === 'call' && piece.call.index === index,
    )
    if (call.name || isKnown) {
      this.#unnamed.delete(index)
      return call
    }
    this.#unnamed.set(index, call)
    return undefined
  }

  #take(piece: Piece): string {
    if (this.#isOpen(piece)) return this.#write(piece) + this.#resumed()
    if (piece.kind === 'call' && this.#begun.has(piece.call.index)) return ''
    if (this.#mustWait()) {
      this.#waiting.push(piece)
      return ''
    }
    return this.#stop() + this.#begin(piece)
  }

  /** What waited, as soon as the open call is whole. */
  #resumed(): string {
    return this.#waiting.length === 0 || this.#mustWait() ? '' : this.#retake()
  }

  #retake(): string {
    const waiting = this.#waiting
    this.#waiting = []
    return waiting.map((piece) => this.#take(piece)).join('')
  }

  #isOpen(piece: Piece): boolean {
    if (this.#open === undefined || piece.kind !== this.#open.kind) return false
    return piece.kind !== 'call' || piece.call.index === this.#open.call
  }

  #mustWait(): boolean {
    return this.#open?.kind === 'call' && !isJson(this.#open.arguments)
  }

  #begin(piece: Piece): string {
    this.#index++
    const call = piece.kind === 'call' ? piece.call.index : undefined
    this.#open = { kind: piece.kind, call, arguments: '' }
    if (call !== undefined) this.#begun.add(call)
    const content_block = this.#start(piece)
    const start = { type: 'content_block_start', index: this.#index, content_block }
    return anthropicFrame(start) + this.#write(piece)
  }

  #start(piece: Piece): object {
    if (piece.kind === 'call') {
      const { id = '', name = '' } = piece.call
      return { type: 'tool_use', id, name, input: {}, caller: DIRECT_CALLER }
    }
    const { kind } = piece
    return kind === 'text'
      ? { type: kind, text: '', citations: null }
      : { type: kind, thinking: '', signature: '' }
  }

  #write(piece: Piece): string {
    if (piece.kind !== 'call') {
      const { kind, text } = piece
      return this.#delta(
        kind === 'text' ? { type: 'text_delta', text } : { type: 'thinking_delta', thinking: text },
      )
    }
    const partial_json = piece.call.arguments
    if (partial_json === '') return ''
    if (this.#open !== undefined) this.#open.arguments += partial_json
    return this.#delta({ type: 'input_json_delta', partial_json })
  }

  #stop(): string {
    const open = this.#open
    if (open === undefined) return ''
    this.#open = undefined
    const signature =
      open.kind === 'thinking' ? this.#delta({ type: 'signature_delta', signature: UNSIGNED }) : ''
    return signature + anthropicFrame({ type: 'content_block_stop', index: this.#index })
  }

  #delta(delta: object): string {
    return anthropicFrame({ type: 'content_block_delta', index: this.#index, delta })
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
