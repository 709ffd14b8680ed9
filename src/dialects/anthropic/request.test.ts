import { describe, expect, it } from 'vitest'
import type { ChatRequest } from '../../contracts/chat.ts'
import { GatewayError } from '../../contracts/errors.ts'
import { droppedFields } from '../dropped-fields.ts'
import { decodeAnthropicCount, decodeAnthropicRequest } from './request.ts'

const HI = [{ role: 'user', content: 'hi' }]

function bytes(body: object): Buffer {
  return Buffer.from(JSON.stringify({ max_tokens: 64, messages: HI, ...body }))
}

function decode(body: object, headers = {}): ChatRequest {
  return decodeAnthropicRequest(bytes(body), headers)
}

function turns(...messages: readonly object[]): ChatRequest['messages'] {
  return decode({ messages }).messages.map((message) =>
    Object.fromEntries(Object.entries(message).filter(([, value]) => value !== undefined)),
  ) as unknown as ChatRequest['messages']
}

const user = (...content: readonly object[]) => ({ role: 'user', content })
const assistant = (...content: readonly object[]) => ({ role: 'assistant', content })
const text = (words: string, more = {}) => ({ type: 'text', text: words, ...more })

describe('decodeAnthropicRequest', () => {
  it('takes the least there is', () => {
    expect(decode({ model: 'claude-sonnet-5' })).toMatchObject({
      dialect: 'anthropic-messages',
      model: 'claude-sonnet-5',
      messages: HI,
      stream: false,
      tools: [],
      toolChoice: 'auto',
      parallelTools: undefined,
      format: { type: 'text' },
      sampling: { maxTokens: 64 },
      formalLimit: true,
      reasoning: undefined,
      wantsReasoning: false,
      headers: {},
      user: undefined,
    })
  })

  it('takes null for absent, everywhere', () => {
    const names = ['model', 'system', 'stream', 'temperature', 'top_p', 'top_k', 'stop_sequences']
    const more = ['tools', 'tool_choice', 'thinking', 'metadata', 'output_config', 'output_format']
    const nulls = Object.fromEntries([...names, ...more].map((name) => [name, null]))
    const { fields: _fields, source: _source, ...decoded } = decode(nulls)
    const { fields: _least, source: _bytes, ...least } = decode({})
    expect(decoded).toEqual(least)
  })

  it('reads the system prompt, as one text', () => {
    const system = [text('You code.', { cache_control: { type: 'ephemeral' } }), text('Well.')]
    expect(decode({ system }).messages[0]).toMatchObject({
      role: 'system',
      content: 'You code.\n\nWell.',
    })
    expect(decode({ system: 'Be brief.' }).messages[0]?.content).toBe('Be brief.')
    expect(decode({ system: [] }).messages).toHaveLength(1)
  })

  it("leaves out Claude Code's note for the bill, which is another one every time", () => {
    const note = 'x-anthropic-billing-header: cc_version=2.1; cch=fa690;'
    const request = decode({ system: [text(note), text('You code.')] })
    expect(request.messages[0]?.content).toBe('You code.')
    expect(droppedFields(request, [])).toEqual(['system[0]'])
    expect(decode({ system: `${note}\nYou code.` }).messages[0]?.content).toBe('You code.')
  })

  it('reads texts, images and documents of text', () => {
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AA' } }
    const byUrl = { type: 'image', source: { type: 'url', url: 'https://a.example/b.png' } }
    expect(turns(user(text('Look:'), image, byUrl))[0]?.content).toEqual([
      { type: 'text', text: 'Look:' },
      { type: 'image', url: 'data:image/png;base64,AA', path: 'messages[0].content[1]' },
      { type: 'image', url: 'https://a.example/b.png', path: 'messages[0].content[2]' },
    ])
    const source = { type: 'text', media_type: 'text/plain', data: 'Once.' }
    expect(turns(user({ type: 'document', source, title: 'A tale' }, text('Why?')))).toEqual([
      { role: 'user', content: 'A tale\n\nOnce.\n\nWhy?' },
    ])
    const pdf = { type: 'base64', media_type: 'application/pdf', data: 'AA' }
    expect(turns(user({ type: 'document', source: pdf }))[0]?.content).toEqual([
      { type: 'opaque', kind: 'document', path: 'messages[0].content[0]' },
    ])
  })

  it('reads a turn with tools: thoughts, calls, results in front of what the user adds', () => {
    const use = (id: string, input: object) => ({ type: 'tool_use', id, name: 'f', input })
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AA' } }
    expect(
      turns(
        ...HI,
        assistant(
          { type: 'thinking', thinking: 'Hm.', signature: 's' },
          text('I look.'),
          use('a', { x: 1 }),
          use('b', {}),
        ),
        user(
          text('Go on.'),
          { type: 'tool_result', tool_use_id: 'a', content: 'no such file', is_error: true },
          { type: 'tool_result', tool_use_id: 'b', content: [text('seen'), image] },
          { type: 'tool_result', tool_use_id: 'c' },
        ),
      ).slice(1),
    ).toEqual([
      {
        role: 'assistant',
        content: 'I look.',
        reasoning: 'Hm.',
        toolCalls: [
          { id: 'a', name: 'f', arguments: '{"x":1}' },
          { id: 'b', name: 'f', arguments: '{}' },
        ],
      },
      { role: 'tool', content: 'no such file', toolCallId: 'a', failed: true },
      {
        role: 'tool',
        content: [
          { type: 'text', text: 'seen' },
          {
            type: 'image',
            url: 'data:image/png;base64,AA',
            path: 'messages[2].content[2].content[1]',
          },
        ],
        toolCallId: 'b',
      },
      { role: 'tool', content: '', toolCallId: 'c' },
      { role: 'user', content: 'Go on.' },
    ])
  })

  it.each([
    [{ type: 'auto' }, 'auto'],
    [{ type: 'any' }, 'required'],
    [{ type: 'none' }, 'none'],
    [{ type: 'tool', name: 'f' }, { name: 'f' }],
    [{ type: 'tool', name: 'unknown' }, 'auto'],
  ])('reads the choice of tools %j', (tool_choice, expected) => {
    const tools = [{ name: 'f', description: 'd', input_schema: { type: 'object' } }]
    const request = decode({ tools, tool_choice })
    expect(request.toolChoice).toEqual(expected)
    expect(request.tools).toEqual([{ name: 'f', description: 'd', parameters: { type: 'object' } }])
  })

  it('reads long numbers of calls as they were written', () => {
    const input = '{"é":12345678901234567890,"x":[-0.12345678901234567]}'
    const use = { type: 'tool_use', id: 'a', name: 'f', input: {} }
    const body = JSON.stringify({ max_tokens: 9, messages: [...HI, assistant(use)] })
    const request = decodeAnthropicRequest(
      Buffer.from(body.replace('"input":{}', `"input":${input}`)),
    )
    expect(request.messages.at(-1)?.toolCalls?.[0]?.arguments).toBe(input)
  })

  it('reads that calls must come one at a time', () => {
    const tool_choice = { type: 'auto', disable_parallel_tool_use: true }
    expect(decode({ tool_choice }).parallelTools).toBe(false)
  })

  it.each([
    [{ thinking: { type: 'disabled' } }, 'none'],
    [{ thinking: { type: 'adaptive' } }, undefined],
    [{ thinking: { type: 'adaptive' }, output_config: { effort: 'max' } }, 'max'],
    [{ thinking: { type: 'enabled', budget_tokens: 1024 } }, 'low'],
    [{ thinking: { type: 'enabled', budget_tokens: 4096 } }, 'medium'],
    [{ thinking: { type: 'enabled', budget_tokens: 31_999 } }, 'high'],
    [{ output_config: { effort: 'high' } }, 'high'],
    [{ thinking: { type: 'between_tools' }, output_config: { effort: 'low' } }, 'low'],
    [{ thinking: { type: 'disabled' }, output_config: { effort: 'high' } }, 'none'],
  ])('reads %j as thinking at %s', (fields, level) => {
    expect(decode(fields).reasoning).toBe(level)
  })

  it.each([
    [undefined, false],
    [null, false],
    [{ type: 'disabled' }, false],
    [{ type: 'adaptive' }, true],
    [{ type: 'between_tools' }, true],
    [{ type: 'enabled', budget_tokens: 1024 }, true],
  ])('with %j it wants thoughts to be shown: %s', (thinking, shown) => {
    expect(decode({ thinking }).wantsReasoning).toBe(shown)
  })

  it('reads sampling, formats and whom it answers', () => {
    const schema = { type: 'object' }
    const fields = { temperature: 0.5, top_p: 0.9, top_k: 40, stop_sequences: ['END'] }
    expect(
      decode({
        ...fields,
        output_config: { format: { type: 'json_schema', schema } },
        metadata: { user_id: 'u1' },
      }),
    ).toMatchObject({
      sampling: { temperature: 0.5, topP: 0.9, topK: 40, stop: ['END'], maxTokens: 64 },
      format: { type: 'schema', schema },
      user: 'u1',
    })
    expect(decode({ output_format: { type: 'json_schema', schema } }).format).toEqual({
      type: 'schema',
      schema,
    })
  })

  it("keeps Anthropic's own headers, and no others", () => {
    const headers = {
      'anthropic-version': '2023-06-01',
      'anthropic-beta': 'a-2025-01-01,b',
      authorization: 'Bearer secret',
      'x-api-key': 'secret',
    }
    expect(decode({}, headers).headers).toEqual({
      'anthropic-version': '2023-06-01',
      'anthropic-beta': 'a-2025-01-01,b',
    })
    expect(decode({}, { 'anthropic-beta': 'a\r\nx: y' }).headers).toEqual({})
  })

  it('needs no limit where only tokens are counted', () => {
    const body = Buffer.from(JSON.stringify({ messages: HI }))
    expect(decodeAnthropicCount(body).sampling).toEqual({})
    expect(() => decodeAnthropicRequest(body)).toThrow(/^max_tokens: /)
  })
})

it.each([
  [undefined, false],
  [{ type: 'disabled' }, false],
  [{ type: 'adaptive' }, true],
  [{ type: 'between_tools' }, true],
  [{ type: 'enabled', budget_tokens: 2000 }, true],
  [{ type: 'adaptive', display: 'omitted' }, false],
])('thoughts are shown to who asks %j: %s', (thinking, shown) => {
  expect(decode({ thinking }).wantsReasoning).toBe(shown)
})

it("the note for Anthropic's bill is no word of the system's, wherever it stands", () => {
  const note = {
    role: 'system',
    content: 'x-anthropic-billing-header: cc_version=2; cch=1;\nBe brief.',
  }
  expect(decode({ messages: [note, ...HI] }).messages[0]?.content).toBe('Be brief.')
})

describe('what is wrong', () => {
  const result = { type: 'tool_result', tool_use_id: 'a', content: [{ type: 'text' }] }
  const found = { type: 'search_result', source: 's', title: 't', content: [text('x')] }

  it.each([
    ['messages', { messages: [] }],
    ['messages[0].role', { messages: [{ role: 'tool', content: 'x' }] }],
    ['messages[0].content', { messages: [{ role: 'user', content: 7 }] }],
    ['messages[0].content[0].text', { messages: [user({ type: 'text' })] }],
    ['messages[0].content[0].source', { messages: [user({ type: 'image' })] }],
    [
      'messages[0].content[0].source.data',
      { messages: [user({ type: 'image', source: { type: 'base64', media_type: 'image/png' } })] },
    ],
    [
      'messages[0].content[0].input',
      { messages: [assistant({ type: 'tool_use', id: 'a', name: 'f' })] },
    ],
    ['messages[0].content[0].tool_use_id', { messages: [user({ type: 'tool_result' })] }],
    ['messages[0].content[0].content[0].text', { messages: [user(result)] }],
    ['max_tokens', { max_tokens: 0 }],
    ['max_tokens', { max_tokens: '64' }],
    ['temperature', { temperature: 1.5 }],
    ['stream', { stream: 'yes' }],
    ['system', { system: 7 }],
    ['tool_choice.name', { tool_choice: { type: 'tool' } }],
    ['tool_choice.type', { tool_choice: { type: 'some' } }],
    ['thinking.budget_tokens', { thinking: { type: 'enabled' } }],
    ['stop_sequences[0]', { stop_sequences: [1] }],
    ['stop_sequences[1]', { stop_sequences: ['x', ''] }],
    ['stop_sequences[0]', { stop_sequences: [' \n'] }],
    ['tools[1].name', { tools: [{ name: 'f', input_schema: {} }, { input_schema: {} }] }],
    ['messages', { messages: [user()] }],
    ['messages', { messages: [user()], system: 'Be brief.' }],
    ['messages', { messages: [{ role: 'system', content: 'Be brief.' }] }],
    ['messages[0].content[0].source', { messages: [user({ ...found, source: undefined })] }],
    [
      'messages[0].content[0].content[0].text',
      { messages: [user({ ...found, content: [{ type: 'text' }] })] },
    ],
    ['messages[0].content[0].type', { messages: [user({ text: 'x' })] }],
    ['model', { model: 'x'.repeat(600) }],
  ])('is told with its field: %s', (param, body) => {
    let told: unknown
    try {
      decode(body)
    } catch (thrown) {
      told = thrown
    }
    expect(told).toBeInstanceOf(GatewayError)
    expect(told).toMatchObject({ code: 'invalid_request', details: { param } })
  })

  it.each(['weird', 'constructor', '__proto__'])(
    'is nothing in a block of an unknown kind: %s',
    (type) => {
      const block = { type, text: null, id: null, name: '', source: 'x', content: 7, input: [] }
      const source = { type: 'text', data: 'x' }
      expect(() =>
        decode({ messages: [user(text('a')), assistant(block, text('b'))] }),
      ).not.toThrow()
      expect(() =>
        decode({ messages: [user({ type: 'image', source: { ...block, data: 7 } })] }),
      ).not.toThrow()
      expect(() => decode({ messages: [user({ ...result, content: [block] })] })).not.toThrow()
      expect(() => decode({ messages: [user({ type: 'document', source })] })).not.toThrow()
    },
  )
})
