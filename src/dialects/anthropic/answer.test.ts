import { describe, expect, it } from 'vitest'
import type { ChatAnswer, FinishReason } from '../../contracts/chat.ts'
import type { Ours } from '../../contracts/dialect.ts'
import { GatewayError } from '../../contracts/errors.ts'
import { fromByteText, toByteText, topLevelMembers } from '../../std/json-spans.ts'
import { encodeAnthropicAnswer } from './answer.ts'
import { encodeAnthropicError } from './error.ts'

const OURS: Ours = {
  id: 'msg_1',
  model: 'modèle',
  created: 7,
  tokensIn: 30,
  wantsUsage: true,
  wantsReasoning: true,
}

const ANSWER: ChatAnswer = {
  choices: [
    {
      text: 'I look.',
      reasoning: 'Hm.',
      toolCalls: [
        { id: 'call_abcdefg', name: 'f', arguments: '{"x":1}' },
        { id: 'b', name: 'g', arguments: '' },
        { id: 'b', name: 'h', arguments: '[1]' },
      ],
      finish: 'tool-calls',
    },
  ],
  usage: { input: 20, output: 5 },
}

const encode = (answer: ChatAnswer, more: Partial<Ours> = {}) =>
  JSON.parse(fromByteText(encodeAnthropicAnswer(answer, { ...OURS, ...more })))

const plain = (text: string): ChatAnswer => ({
  choices: [{ text, reasoning: 'Hm.', toolCalls: [], finish: 'stop' }],
  usage: undefined,
})

describe('encodeAnthropicAnswer', () => {
  it('builds a message from an answer of another dialect', () => {
    expect(encode(ANSWER)).toEqual({
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'modèle',
      content: [
        { type: 'thinking', thinking: 'Hm.', signature: 'smarterrouter' },
        { type: 'text', text: 'I look.', citations: null },
        {
          type: 'tool_use',
          id: 'call_abcdefg',
          name: 'f',
          input: { x: 1 },
          caller: { type: 'direct' },
        },
        { type: 'tool_use', id: 'toolu_1_1', name: 'g', input: {}, caller: { type: 'direct' } },
        {
          type: 'tool_use',
          id: 'toolu_1_2',
          name: 'h',
          input: { invalid_arguments: '[1]' },
          caller: { type: 'direct' },
        },
      ],
      stop_reason: 'tool_use',
      stop_sequence: null,
      usage: {
        input_tokens: 20,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        output_tokens: 5,
      },
    })
  })

  it('is no answer when a call is cut short, but for the limit', () => {
    const cut = (finish: FinishReason) =>
      encode({
        choices: [
          {
            text: '',
            reasoning: '',
            toolCalls: [{ id: 'a', name: 'f', arguments: '{"x":' }],
            finish,
          },
        ],
        usage: undefined,
      })
    expect(() => cut('tool-calls')).toThrow('cut short')
    expect(cut('length').content[0].input).toEqual({ invalid_arguments: '{"x":' })
  })

  it('has no block for white space alone, and keeps that before words', () => {
    const [call] = ANSWER.choices.flatMap(({ toolCalls }) => toolCalls)
    const [choice] = plain('\n\n').choices
    const toolCalls = call === undefined ? [] : [call]
    const answer = { usage: undefined, choices: choice ? [{ ...choice, toolCalls }] : [] }
    const types = encode(answer).content.map(({ type }: { type: string }) => type)
    expect(types).toEqual(['thinking', 'tool_use'])
    expect(encode(plain('\n\nYes')).content[1].text).toBe('\n\nYes')
  })

  it('is counted by its length when nobody else counts', () => {
    const usage = encode({ ...ANSWER, usage: undefined }).usage
    expect(usage).toMatchObject({ input_tokens: 30, output_tokens: 5 })
  })

  it('shows no thoughts to a client that wants none', () => {
    const { content } = encode(plain('Yes'), { wantsReasoning: false })
    expect(content).toEqual([{ type: 'text', text: 'Yes', citations: null }])
  })

  it('signs text, and nothing behind calls', () => {
    const signature = ' -- m'
    expect(encode(plain('```\na'), { signature }).content[1].text).toBe('```\na\n``` -- m')
    expect(encode(ANSWER, { signature }).content[1].text).toBe('I look.')
  })

  it("passes the backend's own bytes with our id and model", () => {
    const text = toByteText(
      '{"id":"up", "content":[{"type":"text","text":"é"}], "model":"up","x":1e400}',
    )
    const source = { dialect: 'anthropic-messages', text, members: topLevelMembers(text) }
    expect(fromByteText(encodeAnthropicAnswer({ ...plain('é'), source }, OURS))).toBe(
      '{"id":"msg_1", "content":[{"type":"text","text":"é"}], "model":"modèle","x":1e400}',
    )
    const signed = encodeAnthropicAnswer({ ...plain('é'), source }, { ...OURS, signature: ' -- m' })
    expect(fromByteText(signed)).toBe(
      '{"id":"msg_1", "content":[{"type":"text","text":"é"},{"type":"text","text":" -- m","citations":null}], "model":"modèle","x":1e400}',
    )
    expect(encode({ ...plain('é'), source }, { metadata: { model: 'm' } })).toMatchObject({
      router: { model: 'm' },
    })
  })
})

describe("a backend's own answer with a signature", () => {
  const signed = (wire: object, toolCalls: ChatAnswer['choices'][number]['toolCalls'] = []) => {
    const text = toByteText(JSON.stringify({ id: 'up', model: 'up', ...wire }))
    const source = { dialect: 'anthropic-messages', text, members: topLevelMembers(text) }
    const choice = { text: '```\na', reasoning: '', toolCalls, finish: 'stop' as const }
    return encode({ choices: [choice], usage: undefined, source }, { signature: ' -- m' }).content
  }
  const content = [
    { type: 'redacted_thinking', data: 'x' },
    { type: 'text', text: '```\na' },
  ]
  const last = { type: 'text', text: '\n``` -- m', citations: null }

  it('has one block more, which may be the only one', () => {
    expect(signed({ content, stop_reason: 'end_turn' })).toEqual([...content, last])
    expect(signed({ content: [] })).toEqual([last])
  })

  it('has none behind a call or a pause', () => {
    expect(signed({ content, stop_reason: 'pause_turn' })).toEqual(content)
    expect(signed({ content }, [{ id: 'a', name: 'f', arguments: '' }])).toEqual(content)
  })
})

describe('encodeAnthropicError', () => {
  it.each([
    ['invalid_request', 'invalid_request_error'],
    ['no_capable_model', 'invalid_request_error'],
    ['invalid_api_key', 'authentication_error'],
    ['not_allowed', 'permission_error'],
    ['model_not_found', 'not_found_error'],
    ['body_too_large', 'request_too_large'],
    ['upstream_rate_limited', 'rate_limit_error'],
    ['upstream_auth_failed', 'api_error'],
    ['internal_error', 'api_error'],
    ['overloaded', 'overloaded_error'],
    ['upstream_ttft_timeout', 'timeout_error'],
  ] as const)('calls %s %s', (code, type) => {
    const error = new GatewayError(code, 'Wörds.')
    expect(JSON.parse(fromByteText(encodeAnthropicError(error, 'r1')))).toEqual({
      type: 'error',
      error: { type, message: 'Wörds.', code },
      request_id: 'r1',
    })
  })

  it('says in the words that agents look for that a prompt is too long', () => {
    const told = (message: string) => {
      const error = new GatewayError('context_length_exceeded', message)
      return JSON.parse(encodeAnthropicError(error, 'r1')).error.message
    }
    expect(told('It needs 9000 tokens.')).toBe('prompt is too long: It needs 9000 tokens.')
    expect(told('prompt is too long: 9 > 8')).toBe('prompt is too long: 9 > 8')
  })
})
