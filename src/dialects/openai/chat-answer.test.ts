import { describe, expect, it } from 'vitest'
import type { ChatAnswer } from '../../contracts/chat.ts'
import type { Ours } from '../../contracts/dialect.ts'
import { fromByteText, toByteText } from '../../std/json-spans.ts'
import { openaiChat } from '../openai-chat.ts'

const request = openaiChat.decodeRequest(
  Buffer.from('{"messages":[{"role":"user","content":"hi"}]}'),
)
const ours: Ours = {
  id: 'chatcmpl-1',
  model: 'modèle',
  created: 7,
  tokensIn: 0,
  wantsUsage: false,
  wantsReasoning: true,
}
const decode = (body: string) => openaiChat.decodeAnswer(toByteText(body), request)
const encode = (answer: ChatAnswer | undefined, more: Partial<Ours> = {}) =>
  answer === undefined ? '' : fromByteText(openaiChat.encodeAnswer(answer, { ...ours, ...more }))

const CHOICE =
  '{"index":0,"message":{"role":"assistant","content":"é\\u00e9"},"finish_reason":"stop"}'

describe('a whole answer of the same dialect', () => {
  it('is read, and passes as it was but for id and model', () => {
    const body = `{ "id":"up", "x":1e400,\n"choices":[${CHOICE}], "model" : "up","usage":{"prompt_tokens":3,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":1}}}`
    const answer = decode(body)
    expect(answer).toMatchObject({
      choices: [{ text: 'éé', reasoning: '', toolCalls: [], finish: 'stop' }],
      usage: { input: 3, output: 2, cached: 1 },
    })
    expect(encode(answer)).toBe(
      body
        .replace('"up", "x"', '"chatcmpl-1", "x"')
        .replace('"model" : "up"', '"model" : "modèle"'),
    )
  })

  it('gets the router object and what it lacks', () => {
    const text = encode(decode(`{"choices":[${CHOICE}],"error":null}`), {
      metadata: { model: 'm' },
    })
    expect(JSON.parse(text)).toMatchObject({
      id: 'chatcmpl-1',
      model: 'modèle',
      router: { model: 'm' },
    })
    expect(text).not.toContain('"error"')
  })

  it('has its tool calls mended, and nothing else', () => {
    const call = (id: string) => ({
      id,
      type: 'function',
      function: { name: 'f', arguments: '{}' },
    })
    const body = (calls: object[], finish_reason: string) =>
      JSON.stringify({
        choices: [{ index: 0, message: { content: null, tool_calls: calls }, finish_reason }],
        z: 1,
      })
    const text = encode(decode(body([call('a'), call('')], 'stop')))
    const { choices } = JSON.parse(text)
    expect(choices[0].finish_reason).toBe('tool_calls')
    expect(choices[0].message.tool_calls).toMatchObject([
      { id: 'a' },
      { id: expect.stringMatching(/^c[a-z0-9]{8}$/) },
    ])
    const right = body([call('a')], 'tool_calls')
    expect(encode(decode(right))).toContain(right.slice(1))
    expect(decode(body([call('a')], 'length'))?.choices[0]?.finish).toBe('length')
  })

  it('may hold its text in parts, with thoughts among them', () => {
    const content = [
      { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
      { type: 'text', text: 'hel' },
      { type: 'reference', reference_ids: [1] },
      { type: 'text', text: 'lo' },
    ]
    const body = JSON.stringify({ choices: [{ message: { content }, finish_reason: 'stop' }] })
    expect(decode(body)?.choices[0]).toMatchObject({ text: 'hello', reasoning: 'hm' })
    expect(encode(decode(body))).toContain(JSON.stringify(content))
  })

  it.each([
    '',
    'hi',
    '[]',
    '{}',
    '{"choices":{}}',
    '{"choices":[]}',
    '{"choices":[7]}',
    '{"choices":[{"text":"x"}]}',
    '{"choices":[{"message":null}]}',
  ])('%j is none', (body) => {
    expect(decode(body)).toBeUndefined()
  })
})

describe('a whole answer of another dialect', () => {
  const answer: ChatAnswer = {
    choices: [
      {
        text: 'Hé',
        reasoning: 'hm',
        toolCalls: [],
        finish: 'length',
        logprobs: { content: [] },
      },
    ],
    usage: { input: 3, output: 2, cached: 1, reasoning: 1 },
  }

  it('is built', () => {
    expect(JSON.parse(encode(answer))).toEqual({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 7,
      model: 'modèle',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Hé', reasoning_content: 'hm', reasoning: 'hm' },
          logprobs: { content: [] },
          finish_reason: 'length',
        },
      ],
      usage: {
        prompt_tokens: 3,
        completion_tokens: 2,
        total_tokens: 5,
        prompt_tokens_details: { cached_tokens: 1 },
        completion_tokens_details: { reasoning_tokens: 1 },
      },
    })
  })

  it('has no text beside tool calls, and every reason a name that clients know', () => {
    const toolCalls = [{ id: 'a', name: 'f', arguments: '{}' }]
    const called = {
      choices: [{ text: '', reasoning: '', toolCalls, finish: 'tool-calls' as const }],
      usage: undefined,
    }
    expect(JSON.parse(encode(called, { signature: '!' })).choices[0]).toMatchObject({
      message: {
        content: null,
        tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }],
      },
      finish_reason: 'tool_calls',
    })
    const reasons = (['stop', 'length', 'content-filter', 'other'] as const).map(
      (finish) =>
        JSON.parse(
          encode({
            choices: [{ toolCalls: [], text: 'x', reasoning: '', ...{ finish } }],
            usage: undefined,
          }),
        ).choices[0].finish_reason,
    )
    expect(reasons).toEqual(['stop', 'length', 'content_filter', 'stop'])
  })
})

describe('the signature', () => {
  it.each([
    ['Hi', 'Hi!'],
    ['```\na', '```\na\n```!'],
    ['  ```js\na\n```\nb ``` c', '  ```js\na\n```\nb ``` c!'],
    ['', '!'],
  ])('stands behind %j', (text, expected) => {
    const body = JSON.stringify({
      choices: [{ message: { content: text, tool_calls: [] }, finish_reason: 'stop' }],
      x: [1],
    })
    const signed = JSON.parse(encode(decode(body), { signature: '!' }))
    expect(signed).toMatchObject({ id: 'chatcmpl-1', model: 'modèle', x: [1] })
    expect(signed.choices[0].message.content).toBe(expected)
  })
})
