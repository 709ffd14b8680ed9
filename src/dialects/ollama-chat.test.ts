import { describe, expect, it } from 'vitest'
import type { Capabilities, Placement } from '../contracts/model.ts'
import { fromByteText } from '../std/json-spans.ts'
import { ollamaChat } from './ollama-chat.ts'
import { openaiChat } from './openai-chat.ts'

const reasoning: Capabilities = { reasoning: { value: true, source: 'reported' } }

function placement(nativeId: string, capabilities: Capabilities = {}, context?: number): Placement {
  return {
    key: `${nativeId}@here`,
    model: nativeId,
    backend: 'here',
    nativeId,
    remote: false,
    routable: true,
    loaded: undefined,
    up: true,
    facts: { capabilities },
    contextSetting: context,
  }
}

interface Encoded {
  readonly body: Record<string, unknown>
  readonly dropped: readonly string[]
}

function encode(fields: object, on = placement('qwen3:8b'), keepAlive?: string | number): Encoded {
  const whole = { messages: [{ role: 'user', content: 'hi' }], ...fields }
  const request = openaiChat.decodeRequest(Buffer.from(JSON.stringify(whole)))
  const call = ollamaChat.encodeRequest(request, { placement: on, keepAlive, unsupported: [] })
  expect(call.stream).toBe(true)
  return { body: JSON.parse(fromByteText(call.text)), dropped: call.dropped }
}

function messages(...list: readonly object[]): unknown {
  return encode({ messages: list }).body['messages']
}

describe('the body', () => {
  it('is streamed and never cut, and holds nothing that was not asked for', () => {
    expect(encode({ model: 'x', stream: false }).body).toEqual({
      model: 'qwen3:8b',
      messages: [{ role: 'user', content: 'hi' }],
      stream: true,
      truncate: false,
    })
  })

  it('has the sampling under the names of options', () => {
    const { body, dropped } = encode({
      max_completion_tokens: 7,
      temperature: 0,
      top_p: 0.5,
      top_k: 3,
      min_p: 0.1,
      seed: 0,
      stop: 'END',
      presence_penalty: 1,
      frequency_penalty: -1,
      repeat_penalty: 1.1,
    })
    expect(body['options']).toEqual({
      num_predict: 7,
      temperature: 0,
      top_p: 0.5,
      top_k: 3,
      min_p: 0.1,
      seed: 0,
      stop: ['END'],
      presence_penalty: 1,
      frequency_penalty: -1,
      repeat_penalty: 1.1,
    })
    expect(dropped).toEqual([])
  })

  it('has the context and the time to keep that were decided, never the client’s own', () => {
    const own = { num_ctx: 2, keep_alive: '1s', options: { num_ctx: 3 } }
    const { body, dropped } = encode(own, placement('m', {}, 16384), '30m')
    expect(body).toMatchObject({ options: { num_ctx: 16384 }, keep_alive: '30m' })
    expect(dropped).toEqual(['num_ctx', 'keep_alive', 'options'])
  })

  it('keeps every character', () => {
    expect(messages({ role: 'user', content: 'naïve 漢字 😀\n' })).toEqual([
      { role: 'user', content: 'naïve 漢字 😀\n' },
    ])
  })

  it('asks for a format', () => {
    const schema = { type: 'object' }
    const json_schema = { name: 'x', schema }
    expect(encode({ response_format: { type: 'json_object' } }).body['format']).toBe('json')
    expect(
      encode({ response_format: { type: 'json_schema', json_schema } }).body['format'],
    ).toEqual(schema)
    expect(encode({ response_format: { type: 'text' } }).body).not.toHaveProperty('format')
  })

  it('asks for probabilities', () => {
    expect(encode({ logprobs: true, top_logprobs: 2 }).body).toMatchObject({
      logprobs: true,
      top_logprobs: 2,
    })
  })
})

describe('messages', () => {
  it('have their texts joined and their images bare', () => {
    const image_url = { url: 'data:image/png;base64,iVBO' }
    const content = [
      { type: 'text', text: 'a' },
      { type: 'image_url', image_url },
      { type: 'text', text: 'b' },
    ]
    expect(messages({ role: 'user', content })).toEqual([
      { role: 'user', content: 'a\nb', images: ['iVBO'] },
    ])
  })

  it('go round with their calls, results and thoughts', () => {
    const called = { name: 'f', arguments: '{"city":"Oslo"}' }
    expect(
      messages(
        { role: 'developer', content: 'be brief' },
        { role: 'user', content: 'weather?' },
        {
          role: 'assistant',
          content: null,
          reasoning_content: 'hm',
          tool_calls: [{ id: 'call_1', type: 'function', function: called }],
        },
        { role: 'tool', tool_call_id: 'call_1', content: 'rain' },
      ),
    ).toEqual([
      { role: 'system', content: 'be brief' },
      { role: 'user', content: 'weather?' },
      {
        role: 'assistant',
        content: '',
        thinking: 'hm',
        tool_calls: [
          { id: 'call_1', function: { index: 0, name: 'f', arguments: { city: 'Oslo' } } },
        ],
      },
      { role: 'tool', content: 'rain', tool_name: 'f', tool_call_id: 'call_1' },
    ])
  })

  it('keep the images of a tool’s result, and say that it failed', () => {
    const request = openaiChat.decodeRequest(Buffer.from('{"messages":[{"role":"user"}]}'))
    const content = [
      { type: 'text', text: 'gone' },
      { type: 'image', url: 'data:image/png;base64,iVBO' },
    ] as const
    const { text } = ollamaChat.encodeRequest(
      { ...request, messages: [{ role: 'tool', content, toolCallId: 'a', failed: true }] },
      { placement: placement('m'), unsupported: [] },
    )
    expect(JSON.parse(fromByteText(text)).messages).toEqual([
      { role: 'tool', content: 'Error: gone', images: ['iVBO'], tool_call_id: 'a' },
    ])
  })

  it.each([
    ['', {}],
    ['{"a":1}', { a: 1 }],
    ['{"a":', { invalid_arguments: '{"a":' }],
    ['[1]', { invalid_arguments: '[1]' }],
  ])('have the arguments %s as an object', (text, expected) => {
    const tool_calls = [{ id: '1', type: 'function', function: { name: 'f', arguments: text } }]
    expect(messages({ role: 'assistant', content: '', tool_calls })).toMatchObject([
      { tool_calls: [{ function: { arguments: expected } }] },
    ])
  })

  it.each([
    [
      'an address',
      { type: 'image_url', image_url: { url: 'https://x.test/a.png' } },
      'media_url_not_allowed',
    ],
    [
      'plain data',
      { type: 'image_url', image_url: { url: 'data:image/svg+xml,%3Csvg' } },
      'unsupported_content',
    ],
    [
      'audio',
      { type: 'input_audio', input_audio: { data: 'x', format: 'wav' } },
      'unsupported_content',
    ],
    ['a file', { type: 'file', file: {} }, 'unsupported_content'],
    ['no data', { type: 'image_url', image_url: { url: 'data:image/png' } }, 'invalid_request'],
  ])('are refused with %s', (_, part, code) => {
    const refused = (): unknown => messages({ role: 'user', content: [part] })
    expect(refused).toThrow(
      expect.objectContaining({ code, details: { param: 'messages[0].content[0]' } }),
    )
  })
})

describe('tools', () => {
  const tools = [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }]

  it('are passed on', () => {
    const { body, dropped } = encode({ tools, tool_choice: 'auto' })
    expect(body['tools']).toEqual(tools)
    expect(dropped).toEqual([])
  })

  it('are left out when none may be called', () => {
    const { body, dropped } = encode({ tools, tool_choice: 'none' })
    expect(body).not.toHaveProperty('tools')
    expect(dropped).toEqual([])
  })

  it.each(['required', { type: 'function', function: { name: 'f' } }])(
    'cannot be forced: %o',
    (tool_choice) => {
      expect(encode({ tools, tool_choice }).dropped).toEqual(['tool_choice'])
    },
  )
})

describe('thinking', () => {
  const thinker = placement('qwen3:8b', reasoning)
  const levels = placement('gpt-oss:20b', reasoning)
  const plain = placement('llama3')

  it.each([
    ['high', thinker, true, []],
    ['none', thinker, false, []],
    ['high', levels, 'high', []],
    ['minimal', levels, 'low', []],
    ['none', levels, 'low', ['reasoning_effort']],
    ['constructor', levels, 'low', ['reasoning_effort']],
    ['high', plain, undefined, ['reasoning_effort']],
    ['none', plain, undefined, []],
  ])('%s', (reasoning_effort, on, think, dropped) => {
    const encoded = encode({ reasoning_effort }, on)
    expect(encoded.body['think']).toBe(think)
    expect(encoded.dropped).toEqual(dropped)
  })

  it('is left alone when nothing is said', () => {
    expect(encode({}, thinker).body).not.toHaveProperty('think')
  })
})

describe('fields that cannot be honoured', () => {
  it('are named as the client spelled them', () => {
    const fields = {
      n: 2,
      logit_bias: { 5: 1 },
      parallel_tool_calls: false,
      store: true,
      mirostat: 2,
    }
    expect(encode(fields).dropped).toEqual(Object.keys(fields))
  })

  it('are not named when they ask for nothing', () => {
    const fields = { n: 1, logit_bias: {}, parallel_tool_calls: true, store: false, audio: null }
    const harmless = { user: 'u', metadata: { a: 'b' }, service_tier: 'auto', stream_options: {} }
    expect(encode({ ...fields, ...harmless }).dropped).toEqual([])
  })
})
