import { expect, it } from 'vitest'
import { openaiChat } from '../openai-chat.ts'
import { decodeAnthropicAnswer } from './read-answer.ts'

const request = openaiChat.decodeRequest(
  Buffer.from('{"messages":[{"role":"user","content":"hi"}]}'),
)
const read = (body: unknown) =>
  decodeAnthropicAnswer(Buffer.from(JSON.stringify(body)).toString('latin1'), request)

const body = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  content: [
    { type: 'thinking', thinking: 'hm …', signature: 'abc' },
    { type: 'redacted_thinking', data: 'x' },
    { type: 'text', text: 'Hé ' },
    { type: 'server_tool_use', id: 's', name: 'web_search', input: {} },
    { type: 'text', text: 'there' },
    { type: 'tool_use', id: 'a', name: 'f', input: { x: 'ü' } },
    { type: 'tool_use', id: 'b', name: 'g', input: {} },
  ],
  stop_reason: 'tool_use',
  stop_sequence: null,
  usage: { input_tokens: 2, cache_read_input_tokens: 3, output_tokens: 4 },
}

it('reads all that an answer holds, and keeps its bytes', () => {
  const answer = read(body)
  expect(answer).toMatchObject({
    choices: [
      {
        text: 'Hé there',
        reasoning: 'hm …',
        toolCalls: [
          { id: 'a', name: 'f', arguments: '{"x":"ü"}' },
          { id: 'b', name: 'g', arguments: '{}' },
        ],
        finish: 'tool-calls',
        stop: undefined,
      },
    ],
    usage: { input: 5, output: 4, cached: 3 },
    source: { dialect: 'anthropic-messages' },
  })
  expect(answer?.source?.members.map(({ key }) => key)).toEqual(Object.keys(body))
})

it('names the stop sequence', () => {
  const stopped = read({ ...body, stop_reason: 'stop_sequence', stop_sequence: 'END' })
  expect(stopped?.choices[0]).toMatchObject({ finish: 'stop', stop: 'END' })
})

it('may be empty and uncounted', () => {
  expect(read({ type: 'message', content: [], stop_reason: 'end_turn' })).toMatchObject({
    choices: [{ text: '', reasoning: '', toolCalls: [], finish: 'stop' }],
    usage: undefined,
  })
})

it.each([
  ['nonsense', undefined],
  ['text', 'message'],
  ['null', null],
  ['no content', { type: 'message' }],
  ['content that is no list', { content: 'hi' }],
  ['blocks that are none', { content: ['hi', null] }],
  ['an error', { type: 'error', error: { type: 'api_error' }, content: [] }],
])('%s is no answer', (_, wire) => {
  expect(
    wire === undefined ? decodeAnthropicAnswer('{"content":', request) : read(wire),
  ).toBeUndefined()
})

it('keeps the long numbers of a call', () => {
  const input = '{"id":12345678901234567890}'
  const text = JSON.stringify(body).replace('{"x":"ü"}', input)
  const answer = decodeAnthropicAnswer(Buffer.from(text).toString('latin1'), request)
  expect(answer?.choices[0]?.toolCalls[0]?.arguments).toBe(input)
})
