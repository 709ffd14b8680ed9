import { expect, it } from 'vitest'
import type { ChatEvent } from '../../contracts/chat.ts'
import { fromByteText, toByteText } from '../../std/json-spans.ts'
import { AnthropicStreamDecoder } from './stream.ts'
import { AnthropicStreamEncoder } from './writer.ts'

type Event = Readonly<Record<string, unknown>> & { readonly type: string }

const OURS = {
  id: 'msg_1',
  model: 'm',
  created: 7,
  tokensIn: 30,
  wantsUsage: true,
  wantsReasoning: false,
  signature: ' -- m',
}
const frame = (event: object) =>
  toByteText(`event: ${Object(event).type}\ndata: ${JSON.stringify(event)}\n\n`)

const start: Event = { type: 'message_start', message: { id: 'up', model: 'up', content: [] } }
const block = (index: number, content_block: object, delta?: object): readonly Event[] => [
  { type: 'content_block_start', index, content_block },
  ...(delta === undefined ? [] : [{ type: 'content_block_delta', index, delta }]),
  { type: 'content_block_stop', index },
]
const text = (index: number, words: string) =>
  block(index, { type: 'text', text: '' }, { type: 'text_delta', text: words })
const rich = [
  ...block(
    0,
    { type: 'thinking', thinking: '', signature: '' },
    { type: 'signature_delta', signature: 'real' },
  ),
  ...block(1, { type: 'redacted_thinking', data: 'x' }),
  ...block(2, { type: 'server_tool_use', id: 's1', name: 'web_search', input: {} }),
  ...text(3, '```\nlet é'),
]
const call = block(4, { type: 'tool_use', id: 'toolu_1', name: 'f', input: {} })
const end = (stop_reason: string | null): readonly Event[] => [
  { type: 'message_delta', delta: { stop_reason }, usage: { output_tokens: 2 } },
  { type: 'message_stop' },
]

/** The events that a client gets, and what the decoder told. */
function sent(events: readonly object[]): {
  readonly told: readonly ChatEvent[]
  readonly wire: readonly Event[]
} {
  const decoder = new AnthropicStreamDecoder()
  const encoder = new AnthropicStreamEncoder(OURS)
  const told = decoder.push(events.map(frame).join(''))
  const frames = fromByteText(encoder.encode(told)).split('\n\n').slice(0, -1)
  return { told, wire: frames.map((each) => JSON.parse(each.split('\ndata: ')[1] ?? '')) }
}

const ours = { ...start, message: { id: 'msg_1', model: 'm', content: [] } }

it('a signature is one block more before the end, and nothing else changes', () => {
  const signature = block(
    4,
    { type: 'text', text: '', citations: null },
    { type: 'text_delta', text: '\n``` -- m' },
  )
  expect(sent([start, ...rich, ...end('end_turn')]).wire).toEqual([
    ours,
    ...rich,
    ...signature,
    ...end('end_turn'),
  ])
})

it.each([
  ['a call', [...rich, ...call, ...end('tool_use')]],
  ['a pause', [...rich, ...end('pause_turn')]],
])('no signature is put behind %s', (_, events) => {
  expect(sent([start, ...events]).wire).toEqual([ours, ...events])
})

it('an end without its reason is not passed on, for an error will follow', () => {
  const { told, wire } = sent([start, ...text(0, 'hi'), ...end(null)])
  expect(told.some(({ type }) => type === 'finish')).toBe(false)
  expect(wire.map(({ type }) => type)).not.toContain('message_stop')
})

it('an event without a type is passed over', () => {
  const events = [start, ...text(0, 'hi')]
  const { wire } = sent([...events, { foo: 1 }, { type: 7 }, ...end('pause_turn')])
  expect(wire.filter(({ type }) => type !== 'ping')).toEqual([
    ours,
    ...text(0, 'hi'),
    ...end('pause_turn'),
  ])
})
