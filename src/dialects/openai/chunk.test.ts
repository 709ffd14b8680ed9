import { describe, expect, it } from 'vitest'
import { toByteText } from '../../std/json-spans.ts'
import { openaiChat } from '../openai-chat.ts'

const request = openaiChat.decodeRequest(
  Buffer.from('{"messages":[{"role":"user","content":"hi"}],"stop":["END","é"]}'),
)

describe('what an answer stopped at', () => {
  const told: readonly (readonly [object, string | undefined])[] = [
    [{ stop_reason: 'END' }, 'END'],
    [{ matched_stop: 'é' }, 'é'],
    [{ stop_reason: null, matched_stop: 'END' }, 'END'],
    [{ stop_reason: 128_009 }, undefined],
    [{ matched_stop: 2 }, undefined],
    [{ stop_reason: 'eos' }, undefined],
    [{ stop_reason: null }, undefined],
    [{}, undefined],
  ]

  it.each(told)('is in the finish of a stream: %o', (fields, stop) => {
    const end = { index: 0, delta: {}, finish_reason: 'stop', ...fields }
    const frame = (choice: object) => `data: ${JSON.stringify({ choices: [choice] })}\n\n`
    const text = (content: string) => frame({ index: 0, delta: { content }, finish_reason: null })
    const decoder = openaiChat.decodeStream(request)
    const events = decoder.push(toByteText(text('a') + text('b') + text('c') + frame(end)))
    expect(events.at(-1)).toMatchObject({ type: 'finish', choice: 0, reason: 'stop' })
    expect(events.at(-1)).toHaveProperty('stop', stop)
  })

  it.each(told)('is in a whole answer: %o', (fields, stop) => {
    const choice = { index: 0, message: { content: 'a' }, finish_reason: 'stop', ...fields }
    const answer = openaiChat.decodeAnswer(
      toByteText(JSON.stringify({ choices: [choice] })),
      request,
    )
    expect(answer?.choices[0]).toMatchObject({ finish: 'stop' })
    expect(answer?.choices[0]).toHaveProperty('stop', stop)
  })

  it('does not change how the frames before it are read', () => {
    const of = (content: string, more: object) => {
      const choice = { index: 0, delta: { content }, finish_reason: null, ...more }
      return `data: ${JSON.stringify({ choices: [choice] })}\n\n`
    }
    const plain = ['a', 'b', 'c', 'd'].map((text) => of(text, { stop_reason: null })).join('')
    const events = openaiChat.decodeStream(request).push(plain)
    const bodies = events.map((event) => event.frames?.bodies)
    expect(bodies).toEqual([[''], ['b', 'c', 'd']])
    const last = of('e', { finish_reason: 'stop', stop_reason: 'END' })
    const all = openaiChat.decodeStream(request).push(plain + last)
    expect(all.slice(-2)).toMatchObject([
      { type: 'text-delta', text: 'e' },
      { type: 'finish', stop: 'END' },
    ])
  })
})
