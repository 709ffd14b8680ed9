import { describe, expect, it } from 'vitest'
import { GatewayError } from '../../contracts/errors.ts'
import { decodeOpenaiChatRequest } from './chat-request.ts'

const HI = [{ role: 'user', content: 'hi' }]
const decode = (body: object) =>
  decodeOpenaiChatRequest(Buffer.from(JSON.stringify({ messages: HI, ...body })))

function fault(body: object): string | undefined {
  try {
    decode(body)
  } catch (thrown) {
    if (thrown instanceof GatewayError) return thrown.details.param
    throw thrown
  }
  return 'none'
}

describe('decodeOpenaiChatRequest', () => {
  it('takes the least there is', () => {
    expect(decode({})).toMatchObject({
      dialect: 'openai-chat',
      model: undefined,
      messages: HI,
      stream: false,
      wantsUsage: false,
      tools: [],
      toolChoice: 'auto',
      format: { type: 'text' },
      sampling: {},
      reasoning: undefined,
      wantsReasoning: true,
      choices: 1,
      logprobs: undefined,
    })
  })

  it('takes null for absent, everywhere', () => {
    const nulls = [
      'model',
      'stream',
      'stream_options',
      'temperature',
      'n',
      'max_tokens',
      'stop',
      'tools',
      'tool_choice',
      'response_format',
      'logprobs',
      'reasoning_effort',
      'seed',
      'user',
    ]
    const { fields, source, ...decoded } = decode(
      Object.fromEntries(nulls.map((key) => [key, null])),
    )
    const { fields: _fields, source: _source, ...least } = decode({})
    expect(decoded).toEqual(least)
    expect(Object.keys(fields)).toEqual(['messages', ...nulls])
  })

  it('reads how the client wants it routed', () => {
    expect(decode({}).wishes).toBeUndefined()
    expect(decode({ models: null, max_latency: null }).wishes).toBeUndefined()
    const models = Array.from({ length: 50 }, (_, at) => `model-${at}`)
    expect(decode({ models, max_latency: 0.5 }).wishes).toEqual({ models, maxSeconds: 0.5 })
    expect(decode({ models: ['a'] }).wishes).toEqual({ models: ['a'] })
    expect(decode({ max_latency: 20 }).wishes).toEqual({ maxSeconds: 20 })
  })

  it('reads a conversation with tools, images, sounds and thoughts', () => {
    const call = { id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":1}' } }
    const { messages } = decode({
      messages: [
        { role: 'developer', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: ' a ' },
            { type: 'image_url', image_url: { url: 'data:x', detail: 'low' } },
            { type: 'image_url', image_url: 'data:y' },
            { type: 'input_audio', input_audio: { data: 'z', format: 'wav' } },
            { type: 'file', file: {} },
            { type: 'video_url', video_url: { url: 'http://a/b' } },
          ],
        },
        {
          role: 'assistant',
          content: null,
          reasoning_content: 'hm',
          tool_calls: [call, { id: 'b', type: 'custom' }],
        },
        { role: 'tool', tool_call_id: 'a', content: 'ok' },
        { role: 'function', name: 'g', content: 'old' },
      ],
    })
    expect(messages).toEqual([
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: ' a ' },
          { type: 'image', url: 'data:x' },
          { type: 'image', url: 'data:y' },
          { type: 'audio', data: 'z', format: 'wav' },
          { type: 'opaque', kind: 'file' },
          { type: 'opaque', kind: 'video_url', url: 'http://a/b' },
        ],
      },
      {
        role: 'assistant',
        content: [],
        reasoning: 'hm',
        toolCalls: [{ id: 'a', name: 'f', arguments: '{"x":1}' }],
      },
      { role: 'tool', content: 'ok', toolCallId: 'a' },
      { role: 'tool', content: 'old', name: 'g' },
    ])
  })

  it('reads what earlier answers refused, and calls from before there were several', () => {
    const { messages } = decode({
      messages: [
        ...HI,
        { role: 'assistant', content: null, refusal: 'No.' },
        { role: 'assistant', content: [{ type: 'refusal', refusal: 'Never.' }] },
        { role: 'assistant', content: 'Yes.', refusal: null },
        { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{"x":1}' } },
        { role: 'function', name: 'f', content: 'ok' },
        { role: 'assistant', content: 'x', tool_calls: [{ id: 'c', type: 'custom', custom: {} }] },
      ],
    })
    expect(messages.slice(1)).toEqual([
      { role: 'assistant', content: 'No.' },
      { role: 'assistant', content: [{ type: 'text', text: 'Never.' }] },
      { role: 'assistant', content: 'Yes.' },
      {
        role: 'assistant',
        content: [],
        toolCalls: [{ id: '', name: 'f', arguments: '{"x":1}' }],
      },
      { role: 'tool', name: 'f', content: 'ok' },
      { role: 'assistant', content: 'x' },
    ])
  })

  it('reads what shapes the answer', () => {
    const sampling = {
      temperature: 0,
      top_p: 0.5,
      top_k: 3,
      min_p: 0.1,
      seed: 0,
      stop: 'x',
      presence_penalty: 1,
      frequency_penalty: -1,
      repeat_penalty: 1.1,
    }
    expect(decode({ ...sampling, max_tokens: 5 }).sampling).toEqual({
      ...{ temperature: 0, topP: 0.5, topK: 3, minP: 0.1, seed: 0, stop: ['x'] },
      ...{ presencePenalty: 1, frequencyPenalty: -1, repeatPenalty: 1.1, maxTokens: 5 },
    })
    expect(decode({ max_tokens: 5, max_completion_tokens: 6 }).sampling).toEqual({ maxTokens: 6 })
    expect(decode({ max_tokens: -1 }).sampling).toEqual({})
    expect(decode({ n: 3, logprobs: true, top_logprobs: 4 })).toMatchObject({
      choices: 3,
      logprobs: { top: 4 },
    })
    expect(decode({ stream: true, stream_options: { include_usage: true } })).toMatchObject({
      stream: true,
      wantsUsage: true,
    })
  })

  it('reads tools and which of them must be called', () => {
    const tool = { type: 'function', function: { name: 'f', parameters: { type: 'object' } } }
    expect(decode({ tools: [tool, { type: 'web_search' }] }).tools).toEqual([
      { name: 'f', parameters: { type: 'object' } },
    ])
    const strict = [true, false, null].map((each) => ({
      ...tool,
      function: { name: 'f', strict: each },
    }))
    expect(decode({ tools: strict }).tools).toEqual([
      { name: 'f', strict: true },
      { name: 'f' },
      { name: 'f' },
    ])
    expect(decode({ tool_choice: 'required' }).toolChoice).toBe('required')
    expect(
      decode({ tool_choice: { type: 'function', function: { name: 'f' } } }).toolChoice,
    ).toEqual({ name: 'f' })
  })

  const schema = { type: 'object' }
  it.each([
    [{ type: 'text' }, { type: 'text' }],
    [{ type: 'json_object' }, { type: 'json' }],
    [
      { type: 'json_schema', json_schema: { name: 'x', schema } },
      { type: 'schema', schema },
    ],
    [{ type: 'json_schema', json_schema: { name: 'x' } }, { type: 'json' }],
    [
      { type: 'json_object', schema },
      { type: 'schema', schema },
    ],
    [{ type: 'grammar' }, { type: 'text' }],
  ])('%j asks for %j', (response_format, format) => {
    expect(decode({ response_format }).format).toEqual(format)
  })

  it.each([
    [{ reasoning_effort: 'high' }, 'high'],
    [{ reasoning: { effort: 'low' } }, 'low'],
    [{ reasoning: { enabled: false } }, 'none'],
    [{ think: false }, 'none'],
    [{ think: 'medium' }, 'medium'],
    [{ think: true }, undefined],
  ])('%j means thinking %s', (body, reasoning) => {
    expect(decode(body).reasoning).toBe(reasoning)
  })

  const user = (part: unknown) => ({ messages: [...HI, { role: 'user', content: [part] }] })
  it.each([
    [{ messages: [] }, 'messages'],
    [{ models: [] }, 'models'],
    [{ models: 'a' }, 'models'],
    [{ models: ['a', ''] }, 'models[1]'],
    [{ models: Array.from({ length: 51 }, () => 'a') }, 'models'],
    [{ max_latency: 0 }, 'max_latency'],
    [{ max_latency: '2' }, 'max_latency'],
    [{ messages: [{ role: 'me' }] }, 'messages[0].role'],
    [user({ type: 'text' }), 'messages[1].content[0].text'],
    [user({ type: 'text', text: 7 }), 'messages[1].content[0].text'],
    [user({ type: 'refusal' }), 'messages[1].content[0].refusal'],
    [user({ type: 'image_url' }), 'messages[1].content[0].image_url'],
    [user({ type: 'image_url', image_url: { url: 7 } }), 'messages[1].content[0].image_url.url'],
    [
      user({ type: 'input_audio', input_audio: { data: 'x' } }),
      'messages[1].content[0].input_audio.format',
    ],
    [user({ type: 'unheard_of' }), 'none'],
    [{ temperature: '1' }, 'temperature'],
    [{ top_p: 2 }, 'top_p'],
    [{ n: 129 }, 'n'],
    [{ max_completion_tokens: 0 }, 'max_completion_tokens'],
    [{ seed: 1.5 }, 'seed'],
    [{ seed: 2 ** 60 }, 'none'],
    [{ stop: [1] }, 'stop[0]'],
    [{ tools: [{ type: 'function', function: { name: '' } }] }, 'tools[0].function.name'],
    [{ tool_choice: 'maybe' }, 'tool_choice'],
    [{ response_format: 'json' }, 'response_format'],
    [{ logit_bias: { 5: 'x' } }, 'logit_bias.5'],
    [{ unheard_of: [1, { x: null }] }, 'none'],
  ])('%j is at fault in %s', (body, param) => {
    expect(fault(body)).toBe(param)
  })
})
