import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recorded } from '../../../test/support/recorded.ts'
import type { ChatEvent } from '../../contracts/chat.ts'
import { GatewayError } from '../../contracts/errors.ts'
import { toByteText } from '../../std/json-spans.ts'
import { parseExact } from '../exact-json.ts'
import { ollamaChat } from '../ollama-chat.ts'
import { openaiChat } from '../openai-chat.ts'

const request = openaiChat.decodeRequest(
  Buffer.from('{"messages":[{"role":"user","content":"hi"}],"stream":true}'),
)

function linesOf(name: string): string {
  return `${recorded(name).response.frames?.join('\n')}\n`
}

/** The events of a stream that arrives in these pieces. */
function decode(...pieces: readonly string[]): readonly ChatEvent[] {
  const decoder = ollamaChat.decodeStream(request)
  return [...pieces.flatMap((piece) => decoder.push(piece)), ...decoder.end()]
}

function line(value: object): string {
  return toByteText(`${JSON.stringify(value)}\n`)
}

function text(events: readonly ChatEvent[]): string {
  return events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('')
}

const answer = linesOf('ollama-0.24.0-chat-stream')
const call = linesOf('ollama-0.24.0-chat-tools-stream')

describe('a recorded answer', () => {
  it('is told as text, then the reason it ended, then what it took', () => {
    const events = decode(answer)
    expect(text(events)).toBe('The capital of France is Paris.')
    expect(events.slice(-2)).toEqual([
      { type: 'finish', choice: 0, reason: 'stop' },
      {
        type: 'usage',
        usage: { input: 16, output: 8 },
        timings: {
          loadMs: 34.748822,
          prefillMs: 12.119004,
          decodeMs: 184.172765,
          decodeTokens: 8,
        },
        alone: true,
      },
    ])
  })

  it.each([
    ['an answer', answer],
    ['a tool call', call],
  ])('is the same wherever %s is cut', (_, whole) => {
    const expected = decode(whole)
    for (let cut = 1; cut < whole.length; cut++) {
      expect(decode(whole.slice(0, cut), whole.slice(cut))).toEqual(expected)
    }
    expect(decode(...whole)).toEqual(expected)
  })

  it('is whole without its last line feed', () => {
    expect(decode(answer.trimEnd())).toEqual(decode(answer))
  })

  it('is told as a tool call with its arguments as text', () => {
    expect(decode(call).slice(0, 2)).toEqual([
      {
        type: 'tool-call-delta',
        choice: 0,
        call: {
          index: 0,
          id: 'call_x4ohami5',
          name: 'get_weather',
          arguments: '{"country":"Norway"}',
        },
      },
      { type: 'finish', choice: 0, reason: 'tool-calls' },
    ])
  })
})

describe('lines', () => {
  it('keeps the long numbers of its arguments', () => {
    const written = '{"id":12345678901234567890}'
    const wire = { function: { name: 'f', arguments: parseExact(written) } }
    const [event] = decode(line({ message: { tool_calls: [wire] } }))
    expect(event).toMatchObject({ call: { arguments: written } })
  })

  it('number the calls themselves and name those without an id', () => {
    const wire = { function: { index: 0, name: 'f', arguments: {} } }
    const calls = decode(
      line({ message: { tool_calls: [wire, wire] } }),
      line({ message: { tool_calls: [wire] } }),
    ).flatMap((event) => (event.type === 'tool-call-delta' ? [event.call] : []))
    expect(calls.map(({ index }) => index)).toEqual([0, 1, 2])
    expect(new Set(calls.map(({ id }) => id)).size).toBe(3)
  })

  it('tell thoughts and text apart', () => {
    const events = decode(line({ message: { thinking: 'Hm', content: 'Ja' }, done: false }))
    expect(events).toEqual([
      { type: 'reasoning-delta', choice: 0, text: 'Hm' },
      { type: 'text-delta', choice: 0, text: 'Ja' },
    ])
  })

  it('carry the probabilities of their text', () => {
    const logprobs = [{ token: 'a', logprob: -0.5 }]
    const events = decode(line({ message: { content: 'a' }, logprobs }))
    expect(events[0]).toMatchObject({ text: 'a', logprobs: { content: logprobs } })
  })

  it.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['load', 'other'],
    [undefined, 'stop'],
  ])('end with %s as %s', (done_reason, reason) => {
    const events = decode(line({ message: { content: '' }, done: true, done_reason }))
    expect(events).toEqual([{ type: 'finish', choice: 0, reason }])
  })

  it('say that a call was cut off by the limit', () => {
    const wire = { function: { name: 'f', arguments: {} } }
    const last = { message: { tool_calls: [wire] }, done: true, done_reason: 'length' }
    expect(decode(line(last)).at(-1)).toMatchObject({ type: 'finish', reason: 'length' })
  })

  it('tell how fast a prompt is read only when nothing of it can be cached', () => {
    const last = { done: true, prompt_eval_count: 9, prompt_eval_duration: 4e6 }
    const warm = decode(line({ ...last, load_duration: 40e6 })).at(-1)
    const cold = decode(line({ ...last, load_duration: 900e6 })).at(-1)
    expect(warm).not.toHaveProperty('timings.prefillTokens')
    expect(cold).toMatchObject({ timings: { loadMs: 900, prefillMs: 4, prefillTokens: 9 } })
  })

  it('tell an error and what came before it', () => {
    const events = decode(line({ message: { content: 'a' } }), line({ error: 'out of memory' }))
    expect(events.at(-1)).toEqual({ type: 'error', message: 'out of memory' })
    expect(text(events)).toBe('a')
  })

  it('count for nothing after the last one', () => {
    const decoder = ollamaChat.decodeStream(request)
    expect(decoder.done).toBe(false)
    decoder.push(line({ done: true, done_reason: 'stop' }))
    expect(decoder.done).toBe(true)
    expect(decoder.push('<garbage>\n')).toEqual([])
  })

  it('say nothing of an end that did not come', () => {
    expect(decode(line({ message: { content: 'a' } })).map(({ type }) => type)).toEqual([
      'text-delta',
    ])
  })
})

describe('garbage', () => {
  it.each([
    ['no JSON', 'data: {"choices":[]}\n'],
    ['half a line', '{"message":{"con'],
    ['no object', '[1]\n'],
    ['a call without a name', line({ message: { tool_calls: [{}] } })],
    [
      'arguments too deep to write',
      `{"message":{"tool_calls":[{"function":{"name":"f","arguments":${'['.repeat(100_000)}${']'.repeat(100_000)}}}]}}\n`,
    ],
  ])('is refused: %s', (_, piece) => {
    expect(() => decode(piece)).toThrow(
      expect.objectContaining({ code: 'upstream_invalid_response' }),
    )
  })

  it('is refused when a line never ends', () => {
    const decoder = ollamaChat.decodeStream(request)
    const piece = 'x'.repeat(4 << 20)
    const push = (): void => {
      for (let at = 0; at < 5; at++) decoder.push(piece)
    }
    expect(push).toThrow(GatewayError)
  })

  it('gives nothing but GatewayErrors, whatever the line', () => {
    fc.assert(
      fc.property(fc.json(), (value) => {
        try {
          decode(toByteText(`${value}\n`))
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(GatewayError)
        }
      }),
    )
  })
})

describe('any text', () => {
  it('comes through whole, however it is cut', () => {
    const piece = fc.string({ unit: 'binary', minLength: 1 })
    fc.assert(
      fc.property(
        fc.array(piece),
        fc.infiniteStream(fc.integer({ min: 1, max: 40 })),
        (texts, cuts) => {
          const whole = texts.map((content) => line({ message: { content } })).join('')
          const pieces: string[] = []
          for (let at = 0; at < whole.length; ) {
            const size = cuts.next().value
            pieces.push(whole.slice(at, at + size))
            at += size
          }
          expect(text(decode(...pieces))).toBe(texts.join(''))
        },
      ),
    )
  })
})

describe('a whole answer', () => {
  it('is read from one object', () => {
    const { json } = recorded('ollama-0.24.0-chat-schema').response
    const read = ollamaChat.decodeAnswer(toByteText(JSON.stringify(json)), request)
    expect(read?.usage).toEqual({ input: 19, output: 45 })
    expect(read?.choices[0]).toMatchObject({ finish: 'stop', reasoning: '', toolCalls: [] })
    expect(JSON.parse(read?.choices[0]?.text ?? '')).toMatchObject({ city: 'Oslo' })
  })

  it('is read from all lines of a stream', () => {
    expect(ollamaChat.decodeAnswer(answer, request)?.choices[0]?.text).toBe(
      'The capital of France is Paris.',
    )
  })

  it('is none when it has no end, or holds an error', () => {
    const part = line({ message: { content: 'a' } })
    expect(ollamaChat.decodeAnswer(part, request)).toBeUndefined()
    expect(ollamaChat.decodeAnswer(part + line({ error: 'x' }), request)).toBeUndefined()
  })
})
