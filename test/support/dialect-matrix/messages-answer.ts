import { expect } from 'vitest'
import type { Answer, Broken, Usage, WireError } from './answer.ts'

interface Block {
  readonly type: string
  readonly text?: string
  readonly thinking?: string
  readonly signature?: string
  readonly id?: string
  readonly name?: string
  readonly input?: unknown
}

interface WireUsage {
  readonly input_tokens: number
  readonly output_tokens: number
  readonly cache_creation_input_tokens: number
  readonly cache_read_input_tokens: number
}

interface Message {
  readonly id: string
  readonly content: readonly Block[]
  readonly stop_reason: string | null
  readonly stop_sequence: string | null
  readonly usage: WireUsage
}

/** An event of a stream, of whatever type. */
interface Event {
  readonly type: string
  readonly index?: number
  readonly message?: Message
  readonly content_block?: Block
  readonly delta?: Readonly<Record<string, string | null>>
  readonly usage?: WireUsage
  readonly error?: WireError
}

const COUNTS = {
  input_tokens: expect.any(Number),
  output_tokens: expect.any(Number),
  cache_creation_input_tokens: expect.any(Number),
  cache_read_input_tokens: expect.any(Number),
}

export function readMessage(text: string): Answer {
  const message: Message = JSON.parse(text)
  expectMessage(message)
  return answerOf(message)
}

/**
 * message_start, which tells how long the prompt is at least by estimate, whole blocks one after the other,
 * message_delta, message_stop; pings anywhere.
 */
export function readMessageStream(text: string): Answer {
  const events = eventsIn(text)
  expect(events.pop()).toEqual({ type: 'message_stop' })
  const end = events.pop()
  expect(end).toMatchObject({ type: 'message_delta', usage: COUNTS })
  const { stop_reason = null, stop_sequence = null } = end?.delta ?? {}
  const { message, blocks, open } = readBlocks(events)
  expect(open).toBeUndefined()
  const usage = end?.usage ?? message.usage
  return answerOf({ ...message, content: blocks, stop_reason, stop_sequence, usage })
}

/** A stream that ended in an error, which is the last of its events. */
export function readBrokenMessage(text: string): Broken {
  const events = eventsIn(text)
  const last = events.pop()
  expect(last).toMatchObject({ type: 'error', error: expect.any(Object) })
  const { message, blocks, open } = readBlocks(events)
  const content = open === undefined ? blocks : [...blocks, open]
  return { text: answerOf({ ...message, content }).text, error: errorOf(last?.error) }
}

export function readMessageError(text: string, requestId: string | null): WireError {
  const body = JSON.parse(text)
  expect(Object.keys(body)).toEqual(['type', 'error', 'request_id'])
  expect([body.type, body.request_id]).toEqual(['error', requestId])
  return errorOf(body.error)
}

/** Each event has its name before it. Pings say nothing. */
function eventsIn(text: string): Event[] {
  const frames = text.split('\n\n')
  expect(frames.pop()).toBe('')
  const events = frames.map((frame) => {
    const [, name, data = ''] = /^event: (\w+)\ndata: (.*)$/.exec(frame) ?? []
    expect(name, frame).toBeDefined()
    const event: Event = JSON.parse(data)
    expect(event.type).toBe(name)
    return event
  })
  return events.filter(({ type }) => type !== 'ping')
}

interface Blocks {
  readonly message: Message
  readonly blocks: readonly Block[]
  /** One that was not stopped. */
  readonly open: Block | undefined
}

function readBlocks([start, ...events]: readonly Event[]): Blocks {
  expect(start?.type).toBe('message_start')
  const { message } = start ?? {}
  expectMessage(message)
  const { input, cached, written } = usageOf(message.usage)
  expect(input + cached + written).toBeGreaterThan(0)
  expect([message.content, message.stop_reason, message.stop_sequence]).toEqual([[], null, null])
  const blocks: Block[] = []
  let open: { block: Block; json: string } | undefined
  for (const { type, index, content_block: block, delta = {} } of events) {
    expect(index).toBe(blocks.length)
    if (type === 'content_block_start') {
      expect(open).toBeUndefined()
      open = { block: emptyBlock(block), json: '' }
    } else if (type === 'content_block_delta') {
      open = grown(open, delta)
    } else {
      expect([type, open]).toEqual(['content_block_stop', expect.anything()])
      if (open !== undefined) blocks.push(finished(open))
      open = undefined
    }
  }
  return { message, blocks, open: open?.block }
}

function emptyBlock(block: Block | undefined): Block {
  expect(block).toMatchObject(
    block?.type === 'text'
      ? { type: 'text', text: '' }
      : block?.type === 'thinking'
        ? { type: 'thinking', thinking: '', signature: '' }
        : { type: 'tool_use', id: expect.any(String), name: expect.any(String), input: {} },
  )
  return block ?? { type: '' }
}

interface Open {
  readonly block: Block
  readonly json: string
}

function grown(open: Open | undefined, delta: NonNullable<Event['delta']>): Open {
  if (open === undefined) throw new Error('A delta came outside of any block.')
  const { block, json } = open
  switch (delta['type']) {
    case 'text_delta':
      expect(block.type).toBe('text')
      return { block: { ...block, text: `${block.text}${delta['text']}` }, json }
    case 'thinking_delta':
      expect([block.type, block.signature]).toEqual(['thinking', ''])
      return { block: { ...block, thinking: `${block.thinking}${delta['thinking']}` }, json }
    case 'signature_delta':
      expect(block.type).toBe('thinking')
      return { block: { ...block, signature: `${block.signature}${delta['signature']}` }, json }
    default:
      expect([delta['type'], block.type]).toEqual(['input_json_delta', 'tool_use'])
      return { block, json: `${json}${delta['partial_json']}` }
  }
}

/** Thoughts are never without a signature: clients send both back. */
function finished({ block, json }: Open): Block {
  if (block.type === 'thinking') expect(block.signature).toMatch(/./)
  return block.type === 'tool_use' ? { ...block, input: JSON.parse(json || '{}') } : block
}

function expectMessage(message: Message | undefined): asserts message is Message {
  expect(message).toMatchObject({
    type: 'message',
    role: 'assistant',
    id: expect.stringMatching(/^msg_\w+$/),
    model: expect.stringMatching(/./),
    usage: COUNTS,
  })
}

/** Thoughts come first, calls last. */
function answerOf({ content, stop_reason, stop_sequence, usage }: Message): Answer {
  const types = content.map(({ type }) => type)
  expect(types).toEqual(types.toSorted((one, other) => rank(one) - rank(other)))
  const calls = content.filter(({ type }) => type === 'tool_use')
  expect(new Set(calls.map(({ id }) => id)).size).toBe(calls.length)
  expect(calls.every(({ id = '' }) => /^[a-zA-Z0-9_-]+$/.test(id))).toBe(true)
  const thoughts = content.filter(({ type }) => type === 'thinking')
  return {
    thinking: thoughts.map(({ thinking }) => thinking).join(''),
    text: content.map(({ text }) => text ?? '').join(''),
    calls: calls.map(({ name = '', input }) => ({ name, input })),
    finish: String(stop_reason),
    stop: stop_sequence,
    usage: usageOf(usage),
  }
}

function rank(type: string): number {
  return ['thinking', 'text', 'tool_use'].indexOf(type)
}

function usageOf(wire: WireUsage): Usage {
  return {
    input: wire.input_tokens,
    output: wire.output_tokens,
    cached: wire.cache_read_input_tokens,
    written: wire.cache_creation_input_tokens,
  }
}

function errorOf(error: WireError | undefined): WireError {
  expect(error).toEqual({
    type: expect.stringMatching(/^\w+_error$/),
    message: expect.stringMatching(/\S/),
    code: expect.stringMatching(/^\w+$/),
  })
  return error ?? { type: '', code: '', message: '' }
}
