import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChatEvent, ToolCallDelta } from '../../contracts/chat.ts'
import type { Ours } from '../../contracts/dialect.ts'
import { GatewayError } from '../../contracts/errors.ts'
import { fromByteText } from '../../std/json-spans.ts'
import { AnthropicStreamEncoder } from './writer.ts'

const OURS: Ours = {
  id: 'msg_1',
  model: 'modèle',
  created: 7,
  tokensIn: 30,
  wantsUsage: true,
  wantsReasoning: true,
}

const said = (text: string): ChatEvent => ({ type: 'text-delta', choice: 0, text })
const thought = (text: string): ChatEvent => ({ type: 'reasoning-delta', choice: 0, text })
const called = (index: number, text: string, more: Partial<ToolCallDelta> = {}): ChatEvent => ({
  type: 'tool-call-delta',
  choice: 0,
  call: { index, arguments: text, ...more },
})
const FINISH: ChatEvent = { type: 'finish', choice: 0, reason: 'stop' }
const USAGE: ChatEvent = {
  type: 'usage',
  usage: { input: 20, output: 5, cached: 8, cacheWritten: 2 },
  alone: true,
}

interface Wire {
  readonly type: string
  readonly index?: number
  readonly delta?: Record<string, unknown>
  readonly content_block?: Record<string, unknown>
  readonly [field: string]: unknown
}

/** Every event of a stream; fails unless each has the name of its type. */
function eventsIn(text: string): readonly Wire[] {
  const frames = fromByteText(text).split('\n\n')
  expect(frames.pop()).toBe('')
  return frames.map((frame) => {
    const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(frame) ?? []
    const event = JSON.parse(data ?? 'null') as Wire
    expect(event.type).toBe(name)
    return event
  })
}

function written(events: readonly ChatEvent[], ours: Partial<Ours> = {}): readonly Wire[] {
  const encoder = new AnthropicStreamEncoder({ ...OURS, ...ours })
  return eventsIn(events.map((event) => encoder.encode([event])).join('') + encoder.end())
}

/** The blocks that a strict client puts together; fails on any event out of order. */
function blocksIn(wire: readonly Wire[]): readonly (readonly [string, string])[] {
  const types = wire.map(({ type }) => type).filter((type) => type !== 'ping')
  expect(types.at(0)).toBe('message_start')
  expect(types.slice(-2)).toEqual(['message_delta', 'message_stop'])
  const blocks: [string, string][] = []
  let open: number | undefined
  for (const { type, index, content_block, delta } of wire) {
    if (type === 'content_block_start') {
      expect([open, index]).toEqual([undefined, blocks.length])
      open = index
      const { type: kind, name } = content_block ?? {}
      blocks.push([kind === 'tool_use' ? String(name) : String(kind), ''])
    }
    if (type === 'content_block_delta') {
      expect(index).toBe(open)
      const block = blocks[open ?? -1]
      const { text, thinking, partial_json } = delta ?? {}
      if (block !== undefined) block[1] += text ?? thinking ?? partial_json ?? ''
    }
    if (type === 'content_block_stop') {
      expect(index).toBe(open)
      open = undefined
    }
  }
  expect(open).toBeUndefined()
  return blocks
}

describe('an answer of another dialect', () => {
  it('is written as one message: start, block, delta, stop', () => {
    expect(written([said('Hé'), said('y'), FINISH, USAGE])).toEqual([
      {
        type: 'message_start',
        message: {
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          model: 'modèle',
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: {
            input_tokens: 30,
            cache_creation_input_tokens: 0,
            cache_read_input_tokens: 0,
            output_tokens: 0,
          },
        },
      },
      {
        type: 'content_block_start',
        index: 0,
        content_block: { type: 'text', text: '', citations: null },
      },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hé' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'y' } },
      { type: 'content_block_stop', index: 0 },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn', stop_sequence: null },
        usage: {
          input_tokens: 10,
          cache_creation_input_tokens: 2,
          cache_read_input_tokens: 8,
          output_tokens: 5,
        },
      },
      { type: 'message_stop' },
    ])
  })

  it('signs what was thought as ours, before the text begins', () => {
    const wire = written([thought('Hm'), thought('.'), said('Yes'), FINISH])
    expect(blocksIn(wire)).toEqual([
      ['thinking', 'Hm.'],
      ['text', 'Yes'],
    ])
    const signed = wire.findIndex(({ delta }) => delta?.['type'] === 'signature_delta')
    expect(wire[signed]?.delta?.['signature']).toBe('smarterrouter')
    expect(wire[signed + 1]).toEqual({ type: 'content_block_stop', index: 0 })
  })

  it('shows no thoughts to a client that wants none, but that somebody is there', () => {
    const wire = written([thought('Hm'), said('Yes'), FINISH], { wantsReasoning: false })
    expect(wire[0]).toEqual({ type: 'ping' })
    expect(blocksIn(wire.slice(1))).toEqual([['text', 'Yes']])
  })

  it('says so once, however much was thought, and while a call keeps other words waiting', () => {
    const encoder = new AnthropicStreamEncoder({ ...OURS, wantsReasoning: false })
    expect(encoder.encode([thought('Hm'), thought('.'), thought('!')])).toBe(encoder.comment)
    encoder.encode([called(0, '', { id: 'a', name: 'f' })])
    expect(encoder.encode([said('waits')])).toBe(encoder.comment)
    expect(encoder.encode([{ type: 'other', alive: true }])).toBe(encoder.comment)
    expect(encoder.encode([{ type: 'other' }])).toBe('')
  })

  it.each(['length', 'content-filter'] as const)(
    'may end by %s in the middle of a call',
    (reason) => {
      const call = called(0, '{"a":', { id: 'a', name: 'f' })
      const wire = written([call, { type: 'finish', choice: 0, reason }])
      expect(wire.at(-1)?.type).toBe('message_stop')
    },
  )

  it('names calls when they begin, and cuts their arguments as they came', () => {
    const wire = written([
      said('I look.'),
      called(0, '', { id: 'a', name: 'f' }),
      called(0, '{"x"'),
      called(0, ':1}'),
      called(1, '{}', { id: 'call_abcdefg', name: 'g' }),
      { type: 'finish', choice: 0, reason: 'tool-calls' },
    ])
    expect(blocksIn(wire)).toEqual([
      ['text', 'I look.'],
      ['f', '{"x":1}'],
      ['g', '{}'],
    ])
    expect(
      wire.filter(({ content_block }) => content_block?.['type'] === 'tool_use'),
    ).toMatchObject([
      { content_block: { type: 'tool_use', id: 'toolu_1_0', name: 'f', input: {} } },
      { content_block: { type: 'tool_use', id: 'call_abcdefg', name: 'g', input: {} } },
    ])
    expect(wire.at(-2)?.delta).toEqual({ stop_reason: 'tool_use', stop_sequence: null })
  })

  it.each([
    ['stop', undefined, 'end_turn', null],
    ['stop', 'END', 'stop_sequence', 'END'],
    ['length', undefined, 'max_tokens', null],
    ['content-filter', undefined, 'refusal', null],
    ['other', undefined, 'end_turn', null],
  ] as const)('ended by %s (%s) says %s', (reason, stop, stop_reason, stop_sequence) => {
    const wire = written([said('a'), { type: 'finish', choice: 0, reason, stop }])
    expect(wire.at(-2)?.delta).toEqual({ stop_reason, stop_sequence })
  })

  it('may be empty', () => {
    expect(written([FINISH]).map(({ type }) => type)).toEqual([
      'message_start',
      'message_delta',
      'message_stop',
    ])
  })

  it('is counted by its length when nobody else counts', () => {
    expect(written([said('12345678'), FINISH]).at(-2)?.['usage']).toMatchObject({
      input_tokens: 30,
      output_tokens: 2,
    })
  })

  it('is one answer: other choices are not for this client', () => {
    const other: ChatEvent = { type: 'text-delta', choice: 1, text: 'no' }
    expect(blocksIn(written([said('yes'), other, FINISH]))).toEqual([['text', 'yes']])
  })

  it('carries the signature at its end and the metadata at its start', () => {
    const wire = written([said('```\na'), FINISH], { signature: ' -- m', metadata: { model: 'm' } })
    expect(blocksIn(wire)).toEqual([['text', '```\na\n``` -- m']])
    expect(wire[0]?.['message']).toMatchObject({ router: { model: 'm' } })
  })

  it('ends with an error when it failed', () => {
    const encoder = new AnthropicStreamEncoder(OURS)
    const begun = encoder.encode([said('a')])
    const error = new GatewayError('upstream_error', 'The backend b failed.', { backend: 'b' })
    const wire = eventsIn(begun + encoder.fail(error))
    expect(wire.at(-1)).toEqual({
      type: 'error',
      error: { type: 'api_error', message: 'The backend b failed.', code: 'upstream_error' },
    })
  })

  it('waits as a ping', () => {
    expect(eventsIn(new AnthropicStreamEncoder(OURS).comment)).toEqual([{ type: 'ping' }])
  })
})

describe('pieces of calls', () => {
  it('may take turns: each block is whole before the next begins', () => {
    const wire = written([
      called(0, '{"a"', { id: 'a', name: 'f' }),
      called(1, '{"b"', { id: 'b', name: 'g' }),
      called(0, ':1}'),
      said('so'),
      called(1, ':2}'),
      FINISH,
    ])
    expect(blocksIn(wire)).toEqual([
      ['f', '{"a":1}'],
      ['g', '{"b":2}'],
      ['text', 'so'],
    ])
  })

  it('may come before their name', () => {
    const wire = written([
      called(0, '{"a"', { id: 'a' }),
      called(0, ':1}', { name: 'f' }),
      called(0, '\n'),
      FINISH,
    ])
    expect(blocksIn(wire)).toEqual([['f', '{"a":1}\n']])
  })

  it('of calls without arguments end with the next call or the answer', () => {
    const wire = written([
      called(0, '', { id: 'a', name: 'f' }),
      called(1, '', { id: 'b', name: 'g' }),
      FINISH,
    ])
    expect(blocksIn(wire)).toEqual([
      ['f', ''],
      ['g', ''],
    ])
  })

  it('come through whole, in whatever order they came', () => {
    const argumentsOf = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 4 })
    fc.assert(
      fc.property(argumentsOf, fc.infiniteStream(fc.nat()), (objects, choices) => {
        const left = objects.map((object) => JSON.stringify(object).match(/.{1,5}/gsu) ?? [])
        const events: ChatEvent[] = objects.map((_, at) =>
          called(at, '', { id: `c${at}`, name: `f${at}` }),
        )
        for (let next = choices.next().value; left.some((pieces) => pieces.length > 0); ) {
          const at = next % left.length
          const piece = left[at]?.shift()
          if (piece !== undefined) events.push(called(at, piece))
          next = choices.next().value
        }
        const blocks = blocksIn(written([...events, FINISH]))
        expect(blocks).toEqual(objects.map((object, at) => [`f${at}`, JSON.stringify(object)]))
      }),
    )
  })
})

describe("a backend's own frames", () => {
  const frame = (json: object | string): ChatEvent['frames'] => ({
    dialect: 'anthropic-messages',
    head: typeof json === 'string' ? json : JSON.stringify(json),
    bodies: [''],
    tail: '',
  })
  const start = { type: 'message_start', message: { id: 'up', model: 'up', x: 1, content: [] } }
  const own: readonly ChatEvent[] = [
    { type: 'other', frames: frame(start) },
    { type: 'other', frames: frame('{ "index":0, "type": "content_block_start", "y": 1e400}') },
    {
      ...said('ab'),
      frames: {
        dialect: 'anthropic-messages',
        head: '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"',
        bodies: ['a', 'b'],
        tail: '"}}',
      },
    },
  ]
  const last = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: {} }
  const delta = frame(last)
  const stop: ChatEvent = { type: 'other', frames: frame({ type: 'message_stop' }) }

  it('go on as they are, with our id and model, each once', () => {
    const encoder = new AnthropicStreamEncoder({ ...OURS, metadata: { model: 'm' } })
    const events: readonly ChatEvent[] = [
      ...own,
      { ...FINISH, frames: delta },
      { ...USAGE, frames: delta },
      stop,
    ]
    const frames = fromByteText(encoder.encode(events) + encoder.end()).split('\n\n')
    expect(JSON.parse(frames[0]?.split('data: ')[1] ?? '')).toEqual({
      type: 'message_start',
      message: { id: 'msg_1', model: 'modèle', x: 1, content: [], router: { model: 'm' } },
    })
    const textFrame = (text: string) =>
      `event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"${text}"}}`
    expect(frames.slice(1)).toEqual([
      'event: content_block_start\ndata: { "index":0, "type": "content_block_start", "y": 1e400}',
      textFrame('a'),
      textFrame('b'),
      `event: message_delta\ndata: ${JSON.stringify(last)}`,
      'event: message_stop\ndata: {"type":"message_stop"}',
      '',
    ])
  })

  it('get the last word that was missing', () => {
    const encoder = new AnthropicStreamEncoder(OURS)
    encoder.encode([...own, { ...FINISH, frames: delta }])
    expect(eventsIn(encoder.end())).toEqual([{ type: 'message_stop' }])
  })
})
