import { describe, expect, it } from 'vitest'
import type { ChatEvent } from '../../contracts/chat.ts'
import { GatewayError } from '../../contracts/errors.ts'
import { fromByteText, toByteText } from '../../std/json-spans.ts'
import { openaiChat } from '../openai-chat.ts'

const request = openaiChat.decodeRequest(
  Buffer.from('{"messages":[{"role":"user","content":"hi"}],"stream":true}'),
)
const ours = {
  id: 'ours',
  model: 'm',
  created: 5,
  tokensIn: 0,
  wantsUsage: false,
  wantsReasoning: true,
}

const chunk = (delta: object, finish_reason: string | null = null) =>
  toByteText(`data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason }] })}\n\n`)
const DONE = 'data: [DONE]\n\n'

/** What a stream tells, and the choices of the chunks that a chat client gets. */
function streamed(...frames: readonly string[]) {
  const events = openaiChat.decodeStream(request).push(frames.join(''))
  const text = fromByteText(openaiChat.encodeStream(ours).encode(events))
  const sent = [...text.matchAll(/^data: (.*)$/gm)].map(
    ([, data]) => JSON.parse(data ?? '').choices[0],
  )
  return { told: events.flatMap(callOrFinish), sent }
}

function callOrFinish(event: ChatEvent): readonly object[] {
  if (event.type === 'tool-call-delta') return [event.call]
  return event.type === 'finish' ? [{ finish: event.reason }] : []
}

/** What a whole answer tells, and the choice that a chat client gets. */
function whole(message: object, finish_reason: string) {
  const text = toByteText(JSON.stringify({ choices: [{ index: 0, message, finish_reason }] }))
  const answer = openaiChat.decodeAnswer(text, request)
  if (answer === undefined) throw new Error('It is no answer.')
  const [told] = answer.choices
  return { told, sent: JSON.parse(fromByteText(openaiChat.encodeAnswer(answer, ours))).choices[0] }
}

function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof GatewayError) return error.code
  }
  return 'none'
}

const called = (fields: object, more: object = {}) => ({
  tool_calls: [{ index: 0, id: 'a', type: 'function', function: fields, ...more }],
})

describe('a call whose arguments are no text', () => {
  const object = called({ name: 'f', arguments: { a: 1 } })
  const right = called({ name: 'f', arguments: '{"a":1}' })

  it('is mended in a stream', () => {
    const { told, sent } = streamed(chunk(object), chunk({}, 'tool_calls'))
    expect(told).toMatchObject([{ index: 0, arguments: '{"a":1}' }, { finish: 'tool-calls' }])
    expect(sent[0].delta).toEqual(right)
  })

  it('is mended in a whole answer', () => {
    const { told, sent } = whole(object, 'tool_calls')
    expect(told?.toolCalls).toEqual([{ id: 'a', name: 'f', arguments: '{"a":1}' }])
    expect(sent.message).toEqual(right)
  })
})

describe('a call without a name', () => {
  const nameless = called({ arguments: '{}' })

  it('is no answer', () => {
    const stream = () => streamed(chunk(nameless), chunk({}, 'tool_calls'))
    expect(codeOf(stream)).toBe('upstream_invalid_response')
    expect(codeOf(() => streamed(chunk(nameless), DONE))).toBe('upstream_invalid_response')
    expect(codeOf(() => whole(nameless, 'tool_calls'))).toBe('upstream_invalid_response')
  })

  it('may be of another kind', () => {
    const custom = { tool_calls: [{ index: 0, id: 'a', type: 'custom', custom: { name: 'f' } }] }
    expect(streamed(chunk(custom), chunk({}, 'tool_calls')).sent[0].delta).toEqual(custom)
    expect(whole(custom, 'tool_calls').sent.message).toEqual(custom)
  })
})

describe('the end of an answer', () => {
  it.each(['tool_calls', 'function_call'])('is none of %s when nothing was called', (reason) => {
    const { told, sent } = streamed(chunk({ content: 'a' }), chunk({}, reason))
    expect(told).toEqual([{ finish: 'stop' }])
    expect(sent.at(-1).finish_reason).toBe('stop')
    const answer = whole({ content: 'a' }, reason)
    expect([answer.told?.finish, answer.sent.finish_reason]).toEqual(['stop', 'stop'])
  })

  it('without a finish is none in the middle of arguments', () => {
    const cut = chunk(called({ name: 'f', arguments: '{"a":' }))
    expect(codeOf(() => streamed(cut, DONE))).toBe('upstream_invalid_response')
    const rest = chunk({ tool_calls: [{ index: 0, function: { arguments: '1}' } }] })
    expect(streamed(cut, rest, DONE).told.at(-1)).toEqual({ finish: 'tool-calls' })
  })
})

describe('the one call of old', () => {
  const call = { name: 'f', arguments: '{"a":1}' }

  it.each(['function_call', 'stop'])('is read in a stream that ends by %s', (reason) => {
    const { told, sent } = streamed(
      chunk({ function_call: { name: 'f', arguments: '{"a"' } }),
      chunk({ function_call: { arguments: ':1}' } }),
      chunk({}, reason),
    )
    expect(told).toEqual([
      { index: 0, id: expect.stringMatching(/^[a-z0-9]{9}$/), name: 'f', arguments: '{"a"' },
      { index: 0, arguments: ':1}' },
      { finish: 'tool-calls' },
    ])
    expect(sent[1].delta).toEqual({ function_call: { arguments: ':1}' } })
    expect(sent.at(-1).finish_reason).toBe('function_call')
  })

  it('is read in a whole answer', () => {
    const { told, sent } = whole({ content: null, function_call: call }, 'stop')
    expect(told?.toolCalls).toEqual([{ id: expect.stringMatching(/^[a-z0-9]{9}$/), ...call }])
    expect(told?.finish).toBe('tool-calls')
    expect(sent).toEqual({
      index: 0,
      message: { content: null, function_call: call },
      finish_reason: 'function_call',
    })
  })

  it('says nothing beside a list', () => {
    const both = { ...called(call), function_call: call }
    expect(streamed(chunk(both), chunk({}, 'tool_calls')).told).toHaveLength(2)
    expect(streamed(chunk(both), chunk({ function_call: call })).told).toHaveLength(1)
    expect(whole(both, 'tool_calls').told?.toolCalls).toHaveLength(1)
  })
})
