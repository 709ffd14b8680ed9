import { describe, expect, it } from 'vitest'
import type { ChatAnswer, ChatEvent } from '../contracts/chat.ts'
import { Collector, toEvents } from './collect.ts'

function collected(...events: readonly ChatEvent[]): ChatAnswer {
  const collector = new Collector()
  for (const event of events) collector.push([event])
  return collector.answer
}

const text = (piece: string, choice = 0, logprobs?: object): ChatEvent => ({
  type: 'text-delta',
  choice,
  text: piece,
  ...(logprobs === undefined ? {} : { logprobs: logprobs as never }),
})
const call = (index: number, piece: string, id?: string, name?: string): ChatEvent => ({
  type: 'tool-call-delta',
  choice: 0,
  call: { index, id, name, arguments: piece },
})
const usage = { input: 3, output: 5, cached: 1 }
const timings = { prefillMs: 7 }

describe('a streamed answer, gathered', () => {
  it('has its texts, thoughts, usage and finish', () => {
    const answer = collected(
      { type: 'other' },
      { type: 'reasoning-delta', choice: 0, text: 'h' },
      { type: 'reasoning-delta', choice: 0, text: 'm' },
      text('Hé'),
      text('llo'),
      { type: 'finish', choice: 0, reason: 'length' },
      { type: 'usage', usage: { input: 1, output: 1 }, timings, alone: true },
      { type: 'usage', usage, alone: true },
    )
    expect(answer).toEqual({
      choices: [{ text: 'Héllo', reasoning: 'hm', finish: 'length', toolCalls: [] }],
      usage,
      timings,
    })
  })

  it('has its tool calls, whose pieces may come mixed', () => {
    const { choices } = collected(
      call(0, '{"a"', 'one', 'f'),
      call(1, '', 'two', 'g'),
      call(0, ':1}'),
      call(1, '{}'),
      { type: 'finish', choice: 0, reason: 'tool-calls' },
    )
    expect(choices[0]).toMatchObject({
      finish: 'tool-calls',
      toolCalls: [
        { id: 'one', name: 'f', arguments: '{"a":1}' },
        { id: 'two', name: 'g', arguments: '{}' },
      ],
    })
  })

  it('has its choices, in whatever order they come', () => {
    const { choices } = collected(text('c', 2), text('a'), text('b', 1), text('A'))
    expect(choices.map((choice) => choice.text)).toEqual(['aA', 'b', 'c'])
  })

  it('has the log probabilities of all its tokens', () => {
    const { choices } = collected(
      text('a', 0, { content: [{ token: 'a' }], refusal: null }),
      text('b', 0, { content: [{ token: 'b' }], refusal: null }),
    )
    expect(choices[0]?.logprobs).toEqual({ content: [{ token: 'a' }, { token: 'b' }] })
  })

  it('may be empty', () => {
    expect(collected({ type: 'finish', choice: 0, reason: 'stop' }).choices).toMatchObject([
      { text: '', toolCalls: [], finish: 'stop' },
    ])
    expect(collected()).toEqual({ choices: [], usage: undefined, timings: undefined })
  })
})

describe('a whole answer, told piece by piece', () => {
  const whole: ChatAnswer = {
    choices: [
      {
        text: 'Hi',
        reasoning: 'hm',
        toolCalls: [
          { id: 'one', name: 'f', arguments: '{}' },
          { id: 'two', name: 'g', arguments: '{"a":1}' },
        ],
        finish: 'tool-calls',
        logprobs: { content: [{ token: 'Hi' }] },
      },
      { text: '', reasoning: '', toolCalls: [], finish: 'stop' },
    ],
    usage,
    timings,
  }

  it('is the same when it is gathered again', () => {
    expect(collected(...toEvents(whole))).toEqual(whole)
  })

  it('has no empty pieces, each finish after its content, and usage last', () => {
    expect(toEvents(whole).map(({ type }) => type)).toEqual([
      'reasoning-delta',
      'text-delta',
      'tool-call-delta',
      'tool-call-delta',
      'finish',
      'finish',
      'usage',
    ])
  })
})
