import { describe, expect, it } from 'vitest'
import type { ChatEvent } from '../../contracts/chat.ts'
import type { Ours } from '../../contracts/dialect.ts'
import { GatewayError } from '../../contracts/errors.ts'
import { fromByteText } from '../../std/json-spans.ts'
import { openaiChat } from '../openai-chat.ts'

const ours: Ours = {
  id: 'chatcmpl-1',
  model: 'modèle',
  created: 7,
  tokensIn: 0,
  wantsUsage: false,
  wantsReasoning: true,
}
const text = (content: string): ChatEvent => ({ type: 'text-delta', choice: 0, text: content })
const finish: ChatEvent = { type: 'finish', choice: 0, reason: 'stop' }
const usage: ChatEvent = { type: 'usage', usage: { input: 3, output: 2 }, alone: true }

interface Chunk {
  readonly choices: {
    readonly index: number
    readonly delta: object
    readonly finish_reason: string | null
  }[]
}

/** The chunks written for events that come one by one, from a backend of another dialect. */
function written(events: readonly ChatEvent[], more: Partial<Ours> = {}): Chunk[] {
  const encoder = openaiChat.encodeStream({ ...ours, ...more })
  const out = events.map((event) => encoder.encode([event])).join('')
  return chunksOf(out)
}

function chunksOf(out: string): Chunk[] {
  return fromByteText(out)
    .split('\n\n')
    .slice(0, -1)
    .map((frame) => {
      expect(frame).toMatch(/^data: \{.*\}$/)
      return JSON.parse(frame.slice(6))
    })
}

const deltas = (chunks: readonly Chunk[]) => chunks.map(({ choices }) => choices[0]?.delta)

describe('events of another dialect', () => {
  it('become chunks: the role first, the finish last', () => {
    expect(written([text('Hé'), text('!'), finish])).toEqual(
      [
        [{ role: 'assistant', content: '' }, null],
        [{ content: 'Hé' }, null],
        [{ content: '!' }, null],
        [{}, 'stop'],
      ].map(([delta, finish_reason]) => ({
        id: 'chatcmpl-1',
        object: 'chat.completion.chunk',
        created: 7,
        model: 'modèle',
        choices: [{ index: 0, delta, finish_reason }],
      })),
    )
  })

  it('bring thoughts under both names, calls as functions and log probabilities', () => {
    const calls: ChatEvent[] = [
      { type: 'tool-call-delta', choice: 0, call: { index: 0, id: 'a', name: 'f', arguments: '' } },
      { type: 'tool-call-delta', choice: 0, call: { index: 0, arguments: '{}' } },
    ]
    const thought: ChatEvent = { type: 'reasoning-delta', choice: 0, text: 'hm' }
    const scored: ChatEvent = {
      type: 'text-delta',
      choice: 0,
      text: 'x',
      logprobs: { content: [] },
    }
    const chunks = written([thought, ...calls, scored])
    expect(deltas(chunks).slice(1)).toEqual([
      { reasoning_content: 'hm', reasoning: 'hm' },
      {
        tool_calls: [
          { index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '' } },
        ],
      },
      { tool_calls: [{ index: 0, function: { arguments: '{}' } }] },
      { content: 'x' },
    ])
    expect(chunks.at(-1)?.choices[0]).toMatchObject({ logprobs: { content: [] } })
  })

  it('keep their alternatives apart', () => {
    const chunks = written([text('a'), { ...text('b'), choice: 1 } as ChatEvent, finish])
    expect(chunks.map(({ choices }) => choices[0]?.index)).toEqual([0, 0, 1, 1, 0])
  })

  it('bring usage only if it is wanted', () => {
    expect(written([usage])).toEqual([])
    expect(written([usage], { wantsUsage: true })).toMatchObject([
      { choices: [], usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } },
    ])
  })

  it('bring the router object once, in the first chunk', () => {
    const chunks = written([text('a'), finish], { metadata: { model: 'm' } })
    expect(chunks.map((chunk) => 'router' in chunk)).toEqual([true, false, false])
  })
})

describe('frames of the same dialect', () => {
  const frame = (delta: object, finish_reason: string | null = null, more: object = {}) =>
    `data: ${JSON.stringify({ id: 'up', x: 'é', choices: [{ index: 0, delta, finish_reason }], ...more })}\n\n`
  const request = openaiChat.decodeRequest(
    Buffer.from('{"messages":[{"role":"user","content":"hi"}],"stream":true}'),
  )

  function passed(frames: readonly string[], more: Partial<Ours> = {}): Chunk[] {
    const decoder = openaiChat.decodeStream(request)
    const encoder = openaiChat.encodeStream({ ...ours, ...more })
    return chunksOf(
      frames
        .map((one) => encoder.encode(decoder.push(Buffer.from(one).toString('latin1'))))
        .join(''),
    )
  }

  it('pass with our id and model', () => {
    const chunks = passed([frame({ content: 'a' }), frame({ content: 'b' }), frame({}, 'stop')])
    expect(chunks).toMatchObject(Array(3).fill({ id: 'chatcmpl-1', model: 'modèle', x: 'é' }))
    expect(deltas(chunks)).toEqual([{ content: 'a' }, { content: 'b' }, {}])
  })

  it('lose usage nobody wants, wherever it stands', () => {
    const frames = [
      frame({ content: 'a' }, null, { usage: null }),
      frame({ content: 'b' }, null, { usage: null }),
      frame({}, 'stop', { usage: { prompt_tokens: 1, completion_tokens: 1 } }),
      frame({}, null, { choices: [], usage: { prompt_tokens: 1, completion_tokens: 1 } }),
    ]
    const without = passed(frames)
    expect(without).toHaveLength(3)
    expect(JSON.stringify(without)).not.toContain('usage')
    const chunks = passed(frames, { wantsUsage: true })
    expect(chunks).toHaveLength(4)
    expect(chunks.every((chunk) => 'usage' in chunk)).toBe(true)
  })

  it('bring the router object once, whatever their shape', () => {
    const frames = ['a', 'b', 'c'].map((content) => frame({ content }))
    const chunks = passed(frames, { metadata: { model: 'm' } })
    expect(chunks.map((chunk) => 'router' in chunk)).toEqual([true, false, false])
  })
})

describe('the signature', () => {
  const signed = { signature: '!' }
  const call: ChatEvent = {
    type: 'tool-call-delta',
    choice: 0,
    call: { index: 0, id: 'a', name: 'f', arguments: '{}' },
  }

  it('comes between the last text and the finish, once', () => {
    expect(deltas(written([text('Hi'), finish, finish], signed))).toEqual([
      { role: 'assistant', content: '' },
      { content: 'Hi' },
      { content: '!' },
      {},
      {},
    ])
  })

  it('closes an open fence first', () => {
    expect(deltas(written([text('``'), text('`\na'), finish], signed)).at(-2)).toEqual({
      content: '\n```!',
    })
  })

  it('is the own of each alternative', () => {
    const second = { ...text('b'), choice: 1 } as ChatEvent
    const chunks = written(
      [text('a'), second, finish, { ...finish, choice: 1 } as ChatEvent],
      signed,
    )
    const ends = chunks
      .flatMap(({ choices }) => choices)
      .filter(({ delta }) => 'content' in delta && delta.content === '!')
    expect(ends.map(({ index }) => index)).toEqual([0, 1])
  })

  it.each(['stop', 'length', 'tool-calls'] as const)(
    'is not put behind calls that end as %s',
    (reason) => {
      const chunks = written([text('Hi'), call, { type: 'finish', choice: 0, reason }], signed)
      expect(JSON.stringify(chunks)).not.toContain('!')
    },
  )
})

describe('the end', () => {
  it('is [DONE], or an error in four fields', () => {
    const encoder = openaiChat.encodeStream(ours)
    expect(encoder.end()).toBe('data: [DONE]\n\n')
    const [chunk] = chunksOf(
      encoder.fail(new GatewayError('upstream_error', 'The backend é failed.')),
    )
    expect(chunk).toMatchObject({
      id: 'chatcmpl-1',
      choices: [{ index: 0, delta: {} }],
      error: {
        message: 'The backend é failed.',
        type: 'server_error',
        param: null,
        code: 'upstream_error',
      },
    })
  })

  it('a comment has one line end, so that it belongs to the next event', () => {
    expect(openaiChat.encodeStream(ours).comment).toMatch(/^: [^\n]+\n$/)
  })
})
