import type { ChatEvent } from '../../contracts/chat.ts'
import { GatewayError } from '../../contracts/errors.ts'
import { argumentsText } from '../arguments-text.ts'
import { isText } from '../is-text.ts'
import { mergedUsage, toAnthropicFinish, toAnthropicUsage, type WireUsage } from './usage.ts'

/** One event of a stream, as far as it is looked at; any field may be missing or of another type. */
export type AnthropicChunk = Readonly<Record<string, unknown>>

/** A content block that has begun and not ended. */
interface OpenBlock {
  readonly kind: string
  /** Of a tool call: its place among the calls. */
  readonly call: number | undefined
  /** Of a tool call: the arguments it began with, as long as no piece of them came. */
  input: unknown
}

const OTHER: ChatEvent = { type: 'other' }
/** Once a message has begun, whatever comes tells that it is being written: thoughts may be kept back for minutes. */
const ALIVE: ChatEvent = { type: 'other', alive: true }
/** The kinds of block that a delta may belong to; any, where none is named. */
const HOMES: ReadonlyMap<string, string> = new Map([
  ['text_delta', 'text'],
  ['citations_delta', 'text'],
  ['thinking_delta', 'thinking'],
  ['signature_delta', 'thinking'],
])

/** Reads the events of one stream in order. Throws a GatewayError when they are in no order that an answer can have. */
export class AnthropicChunkReader {
  done = false
  readonly #open = new Map<unknown, OpenBlock>()
  #usage: WireUsage | undefined
  #calls = 0
  #finished = false

  /** The reason was told why the answer ends. */
  get finished(): boolean {
    return this.#finished
  }

  /** Never empty. */
  read(chunk: AnthropicChunk): readonly ChatEvent[] {
    const { type } = chunk
    if (type === 'error') return [toError(chunk['error'])]
    if (type === 'message_start') return this.#start(Object(chunk['message']))
    if (this.#usage === undefined && STEPS.has(type)) throw invalid(`${type} before any message`)
    switch (type) {
      case 'content_block_start':
        return this.#startBlock(chunk['index'], Object(chunk['content_block']))
      case 'content_block_delta':
        return this.#delta(chunk['index'], Object(chunk['delta']))
      case 'content_block_stop':
        return this.#stopBlock(chunk['index'])
      case 'message_delta':
        return this.#finish(chunk)
      case 'message_stop':
        return this.#stop()
      default:
        return [this.#usage === undefined ? OTHER : ALIVE]
    }
  }

  #start({ usage }: AnthropicChunk): readonly ChatEvent[] {
    if (this.#usage !== undefined) throw invalid('a second message in one answer')
    this.#usage = mergedUsage({}, usage)
    return [ALIVE]
  }

  #startBlock(index: unknown, block: AnthropicChunk): readonly ChatEvent[] {
    const { type, id, name, input } = block
    if (this.#finished) throw invalid('a content block after the end of its message')
    if (this.#open.has(index)) throw invalid('a content block that was begun already')
    const isCall = type === 'tool_use'
    const call = isCall ? this.#calls++ : undefined
    this.#open.set(index, { kind: String(type), call, input: input ?? {} })
    if (call === undefined) return [beginning(block)]
    if (!isText(name) || !isText(id)) throw invalid('a tool call without its id or name')
    return [{ type: 'tool-call-delta', choice: 0, call: { index: call, id, name, arguments: '' } }]
  }

  #delta(index: unknown, delta: AnthropicChunk): readonly ChatEvent[] {
    const block = this.#open.get(index)
    if (block === undefined) throw invalid('a piece of a content block that is not begun')
    const home = HOMES.get(String(delta['type'])) ?? block.kind
    if (block.kind !== home) throw invalid(`${delta['type']} in a block of ${block.kind}`)
    if (block.call === undefined || delta['type'] !== 'input_json_delta') return [textOf(delta)]
    const piece = delta['partial_json']
    if (!isText(piece)) return [ALIVE]
    block.input = undefined
    return [toolPiece(block.call, piece)]
  }

  /** Arguments may come whole with the start of a call. */
  #stopBlock(index: unknown): readonly ChatEvent[] {
    const block = this.#open.get(index)
    if (block === undefined) throw invalid('the end of a content block that is not begun')
    this.#open.delete(index)
    const { call, input } = block
    if (call === undefined || input === undefined) return [ALIVE]
    return [toolPiece(call, argumentsText(input))]
  }

  /** There may be several: the counts are told with the reason why the answer ends. */
  #finish({ delta, usage }: AnthropicChunk): readonly ChatEvent[] {
    this.#usage = mergedUsage(this.#usage ?? {}, usage)
    const { stop_reason, stop_sequence } = Object(delta) as AnthropicChunk
    if (this.#finished || !isText(stop_reason)) return [ALIVE]
    if (this.#open.size > 0) throw invalid('the end of a message within a content block')
    this.#finished = true
    const reason = toAnthropicFinish(stop_reason)
    const stop = isText(stop_sequence) ? { stop: stop_sequence } : {}
    const finish: ChatEvent = { type: 'finish', choice: 0, reason, ...stop }
    const counted = toAnthropicUsage(this.#usage)
    if (counted === undefined) return [finish]
    return [finish, { type: 'usage', usage: counted, alone: true }]
  }

  /** An answer that ends without the reason for it is not whole, which no event then says that it is. */
  #stop(): readonly ChatEvent[] {
    this.done = true
    return [ALIVE]
  }
}

/** Events that only a message that has begun can have. */
const STEPS: ReadonlySet<unknown> = new Set([
  'content_block_start',
  'content_block_delta',
  'content_block_stop',
  'message_delta',
  'message_stop',
])

/** What an event says by itself, if it is a piece of text or thought. */
export function textIn({ type, delta }: AnthropicChunk): readonly ChatEvent[] {
  return type === 'content_block_delta' ? [textOf(Object(delta))] : []
}

function textOf({ type, text, thinking }: AnthropicChunk): ChatEvent {
  if (type === 'text_delta' && isText(text)) return { type: 'text-delta', choice: 0, text }
  if (type === 'thinking_delta' && isText(thinking))
    return { type: 'reasoning-delta', choice: 0, text: thinking }
  return ALIVE
}

/** Some servers put the first text into the start of its block. */
function beginning({ type, text, thinking }: AnthropicChunk): ChatEvent {
  return textOf({ type: `${type}_delta`, text, thinking })
}

function toolPiece(index: number, text: string): ChatEvent {
  return { type: 'tool-call-delta', choice: 0, call: { index, arguments: text } }
}

function toError(error: unknown): ChatEvent {
  const { type, message } = Object(error) as AnthropicChunk
  return {
    type: 'error',
    message: isText(message) ? message : 'no reason given',
    ...(isText(type) && { code: type }),
  }
}

function invalid(what: string): GatewayError {
  return new GatewayError('upstream_invalid_response', `The backend sent ${what}.`)
}
