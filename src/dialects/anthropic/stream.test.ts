import { describe, expect, it } from 'vitest'
import type { ChatEvent } from '../../contracts/chat.ts'
import { parseExact } from '../exact-json.ts'
import { AnthropicStreamDecoder } from './stream.ts'

type Event = Readonly<Record<string, unknown>>

const usage = { input_tokens: 3, cache_read_input_tokens: 5, cache_creation_input_tokens: 7 }
const start: Event = {
  type: 'message_start',
  message: { id: 'msg_1', role: 'assistant', content: [], usage: { ...usage, output_tokens: 1 } },
}
const open = (index: number, block: Event): Event => ({
  type: 'content_block_start',
  index,
  content_block: block,
})
const delta = (index: number, piece: Event): Event => ({
  type: 'content_block_delta',
  index,
  delta: piece,
})
const text = (piece: string, index = 0) => delta(index, { type: 'text_delta', text: piece })
const thought = (piece: string, index = 0) =>
  delta(index, { type: 'thinking_delta', thinking: piece })
const close = (index: number): Event => ({ type: 'content_block_stop', index })
const finish = (stop_reason: string | null = 'end_turn', more: Event = {}): Event => ({
  type: 'message_delta',
  delta: { stop_reason, stop_sequence: null, ...more },
  usage: { output_tokens: 9 },
})
const stop: Event = { type: 'message_stop' }
const textBlock = open(0, { type: 'text', text: '' })

const frame = (event: Event, newline = '\n') =>
  `event: ${event['type']}${newline}data: ${JSON.stringify(event)}${newline}${newline}`

interface Run {
  readonly events: readonly ChatEvent[]
  /** The data of all frames that can be passed on, in order. */
  readonly passed: readonly string[]
  readonly done: boolean
}

function run(chunks: readonly (Buffer | string)[]): Run {
  const decoder = new AnthropicStreamDecoder()
  const events: ChatEvent[] = []
  for (const chunk of chunks) events.push(...decoder.push(Buffer.from(chunk).toString('latin1')))
  events.push(...decoder.end())
  const frames = [...new Set(events.map((event) => event.frames))]
  const passed = frames.flatMap((each) =>
    each === undefined ? [] : each.bodies.map((body) => each.head + body + each.tail),
  )
  return {
    events,
    passed: passed.map((data) => Buffer.from(data, 'latin1').toString('utf8')),
    done: decoder.done,
  }
}

const told = (...events: readonly Event[]) =>
  run(events.map((event) => frame(event))).events.flatMap(({ frames, ...event }) =>
    event.type === 'other' ? [] : [event],
  )
const joined = (events: readonly ChatEvent[], type: ChatEvent['type']) =>
  events.map((event) => (event.type === type && 'text' in event ? event.text : '')).join('')

const texts = ['Hé', ' "quoted" \\', 'text', 'text_delta', '漢字', '\n\ndata: {}', '\\', ' end"']
const thoughts = ['hm', ' so', 'thinking', ' …']
const whole: readonly Event[] = [
  start,
  open(0, { type: 'thinking', thinking: '', signature: '' }),
  ...thoughts.map((piece) => thought(piece)),
  delta(0, { type: 'signature_delta', signature: 'abc' }),
  close(0),
  open(1, { type: 'text', text: '' }),
  ...texts.map((piece) => text(piece, 1)),
  close(1),
  open(2, { type: 'tool_use', id: 'toolu_1', name: 'f', input: {} }),
  delta(2, { type: 'input_json_delta', partial_json: '' }),
  delta(2, { type: 'input_json_delta', partial_json: '{"a":' }),
  delta(2, { type: 'input_json_delta', partial_json: '1}' }),
  close(2),
  open(3, { type: 'text', text: '' }),
  ...texts.map((piece) => text(piece, 3)),
  close(3),
  finish('tool_use'),
  stop,
]

describe('a stream of text, thought and calls', () => {
  it.each(['\n', '\r\n', '\r'])(
    'with %j is the same for every cut in two, and byte by byte',
    (newline) => {
      const bytes = Buffer.from(
        whole
          .map((event, at) => (at === 5 ? `: hi${newline}${newline}` : '') + frame(event, newline))
          .join(''),
      )
      const once = run([bytes])
      expect(once.done).toBe(true)
      expect(joined(once.events, 'text-delta')).toBe(texts.join('') + texts.join(''))
      expect(joined(once.events, 'reasoning-delta')).toBe(thoughts.join(''))
      expect(once.passed).toEqual(whole.map((event) => JSON.stringify(event)))
      for (let cut = 0; cut <= bytes.length; cut += 7) {
        const { passed, done } = run([bytes.subarray(0, cut), bytes.subarray(cut)])
        expect({ passed, done }).toEqual({ passed: once.passed, done: true })
      }
      const bitten = run(Array.from(bytes, (_byte, at) => bytes.subarray(at, at + 1)))
      expect(bitten.passed).toEqual(once.passed)
    },
  )

  it('tells calls, the end and all counts', () => {
    expect(told(...whole).slice(-6)).toMatchObject([
      { type: 'text-delta' },
      { type: 'text-delta' },
      { type: 'text-delta' },
      { type: 'text-delta' },
      { type: 'finish', choice: 0, reason: 'tool-calls' },
      {
        type: 'usage',
        alone: true,
        usage: { input: 15, output: 9, cached: 5, cacheWritten: 7 },
      },
    ])
    const calls = told(...whole).flatMap((event) =>
      event.type === 'tool-call-delta' ? [event.call] : [],
    )
    expect(calls).toEqual([
      { index: 0, id: 'toolu_1', name: 'f', arguments: '' },
      { index: 0, arguments: '{"a":' },
      { index: 0, arguments: '1}' },
    ])
  })

  it('reads frames of known shape no more, but tells them as one event', () => {
    const many = Array.from({ length: 50 }, (_, at) => frame(text(`t${at}`))).join('')
    const { events } = run([[start, textBlock].map((event) => frame(event)).join(''), many])
    const pieces = events.filter(({ type }) => type === 'text-delta')
    expect(pieces).toHaveLength(2)
    expect(pieces[1]?.frames?.bodies).toHaveLength(49)
    expect(joined(events, 'text-delta')).toBe(
      Array.from({ length: 50 }, (_, at) => `t${at}`).join(''),
    )
  })

  it('does not take an empty piece for text', () => {
    const pieces = ['a', 'b', '', 'c'].map((piece) => text(piece))
    const { events, passed } = run([
      [start, textBlock, ...pieces].map((each) => frame(each)).join(''),
    ])
    expect(events.slice(2).map(({ type }) => type)).toEqual([
      'text-delta',
      'text-delta',
      'other',
      'text-delta',
    ])
    expect(passed).toHaveLength(6)
  })

  it('is not discouraged by blocks that are too short to learn from', () => {
    const short = [0, 1, 2, 3, 4].flatMap((at) => [
      open(at, { type: 'text', text: '' }),
      text('only', at),
      close(at),
    ])
    const long = [
      open(5, { type: 'text', text: '' }),
      ...['a', 'b', 'c'].map((each) => text(each, 5)),
    ]
    const { events } = run([[start, ...short, ...long].map((each) => frame(each)).join('')])
    expect(events.at(-1)?.frames?.bodies).toEqual(['b', 'c'])
  })

  it('learns anew in each block: what fits the last block is wrong after it', () => {
    const before = [start, textBlock, text('a'), text('b'), text('c'), close(0)]
    const late = [...before, text('d')].map((event) => frame(event))
    expect(() => run(late)).toThrow(
      expect.objectContaining({
        code: 'upstream_invalid_response',
        message: 'The backend sent a piece of a content block that is not begun.',
      }),
    )
  })

  it('may hold blocks that are open at once', () => {
    const two = [start, textBlock, open(1, { type: 'tool_use', id: 'c', name: 'f' }), text('a')]
    const events = told(...two, close(0), close(1), finish(), stop)
    expect(events.map(({ type }) => type)).toEqual([
      'tool-call-delta',
      'text-delta',
      'tool-call-delta',
      'finish',
      'usage',
    ])
  })
})

describe('what the events mean', () => {
  it('counts calls among calls, and takes whole arguments at the end of a call', () => {
    const events = told(
      ...[start, open(0, { type: 'server_tool_use', id: 's', name: 'web_search', input: {} })],
      ...[delta(0, { type: 'input_json_delta', partial_json: '{"q":1}' }), close(0)],
      ...[open(1, { type: 'web_search_tool_result', content: [] }), close(1)],
      ...[open(2, { type: 'redacted_thinking', data: 'x' }), close(2)],
      ...[open(3, { type: 'tool_use', id: 'a', name: 'f', input: { x: [1] } }), close(3)],
      ...[open(4, { type: 'tool_use', id: 'b', name: 'g', input: {} }), close(4)],
    )
    expect(events).toMatchObject([
      { call: { index: 0, id: 'a', name: 'f', arguments: '' } },
      { call: { index: 0, arguments: '{"x":[1]}' } },
      { call: { index: 1, id: 'b', name: 'g', arguments: '' } },
      { call: { index: 1, arguments: '{}' } },
    ])
  })

  it('keeps the long numbers of whole arguments', () => {
    const written = '{"id":12345678901234567890}'
    const block = { type: 'tool_use', id: 'a', name: 'f', input: parseExact(written) }
    expect(told(start, open(0, block), close(0)).at(-1)).toMatchObject({
      call: { arguments: written },
    })
  })

  it.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['pause_turn', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['tool_use', 'tool-calls'],
    ['refusal', 'content-filter'],
    ['some_day', 'other'],
  ])('%s ends with %s', (wire, reason) => {
    expect(told(start, finish(wire), stop)).toMatchObject([{ type: 'finish', reason }, {}])
  })

  it('names the stop sequence, once, with counts that come in parts', () => {
    const early = { ...finish(null), usage: { input_tokens: 2, output_tokens: 4 } }
    const end = finish('stop_sequence', { stop_sequence: 'END' })
    const counted = {
      ...end,
      usage: {
        output_tokens: 6,
        input_tokens: null,
        output_tokens_details: { thinking_tokens: 2 },
      },
    }
    expect(told(start, early, counted, finish(), stop)).toEqual([
      { type: 'finish', choice: 0, reason: 'stop', stop: 'END' },
      {
        type: 'usage',
        alone: true,
        usage: { input: 14, output: 6, cached: 5, cacheWritten: 7, reasoning: 2 },
      },
    ])
  })

  it('tells no counts where there are none', () => {
    expect(told({ type: 'message_start' }, finish(), stop)).toMatchObject([{ type: 'finish' }])
  })

  it('shares one object between the events of a frame', () => {
    const { events } = run([start, finish(), stop].map((event) => frame(event)))
    const [end, counts] = events.filter(({ type }) => type === 'finish' || type === 'usage')
    expect(end?.frames).toBeDefined()
    expect(end?.frames).toBe(counts?.frames)
  })

  it('takes text that comes with the start of its block', () => {
    expect(told(start, open(0, { type: 'text', text: 'early' }), text(' late'))).toMatchObject([
      { type: 'text-delta', text: 'early' },
      { type: 'text-delta', text: ' late' },
    ])
  })

  it('keeps pings to itself, and passes on what it does not know', () => {
    const odd = { type: 'some_news', text: 'x' }
    const { events, passed } = run([start, { type: 'ping' }, odd].map((event) => frame(event)))
    expect(events.map(({ type }) => type)).toEqual(['other', 'other', 'other'])
    expect(events[1]?.frames).toBeUndefined()
    expect(passed).toEqual([JSON.stringify(start), JSON.stringify(odd)])
  })

  it('tells a failure in mid-stream', () => {
    const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }
    expect(told(start, error)).toEqual([
      { type: 'error', message: 'Overloaded', code: 'overloaded_error' },
    ])
    expect(told({ type: 'error', error: null })).toEqual([
      { type: 'error', message: 'no reason given' },
    ])
  })

  it('ends without a finish where no reason is told', () => {
    const { events, done } = run([start, stop].map((event) => frame(event)))
    expect(done).toBe(true)
    expect(events.map(({ type }) => type)).toEqual(['other', 'other'])
  })

  it('ends with its last event, whatever follows', () => {
    const { events, done } = run([start, finish(), stop, start].map((event) => frame(event)))
    expect(done).toBe(true)
    expect(events).toHaveLength(4)
  })
})

describe('what is no answer', () => {
  it.each([
    ['deltas before a message', [text('a')], 'content_block_delta before any message'],
    ['two messages', [start, start], 'a second message in one answer'],
    ['a delta outside a block', [start, text('a')], 'a piece of a content block that is not begun'],
    [
      'text in a thought',
      [start, open(0, { type: 'thinking' }), text('a')],
      'text_delta in a block of thinking',
    ],
    ['a thought in text', [start, textBlock, thought('a')], 'thinking_delta in a block of text'],
    ['a block twice', [start, textBlock, textBlock], 'a content block that was begun already'],
    ['an end without a start', [start, close(0)], 'the end of a content block that is not begun'],
    [
      'an end within a block',
      [start, textBlock, finish()],
      'the end of a message within a content block',
    ],
    [
      'a block after the end',
      [start, finish(), textBlock],
      'a content block after the end of its message',
    ],
    [
      'a call without a name',
      [start, open(0, { type: 'tool_use', id: 'a' })],
      'a tool call without its id or name',
    ],
  ] as const)('%s', (_, events, what) => {
    expect(() => run(events.map((event) => frame(event)))).toThrow(
      expect.objectContaining({
        code: 'upstream_invalid_response',
        message: `The backend sent ${what}.`,
      }),
    )
  })

  it.each(['data: nonsense\n\n', 'data: [1]\n\n', 'data: [DONE]\n\n'])('%j', (bytes) => {
    expect(() => run([bytes])).toThrow('The backend sent an event that is no JSON object.')
  })
})
