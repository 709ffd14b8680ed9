import { describe, expect, it, test } from 'vitest'
import { openaiChat } from '../openai-chat.ts'
import { call, placementOf, sent, type To, tool, user } from './encode.fixture.ts'
import { encodeAnthropicRequest } from './encode.ts'

const messagesOf = (messages: readonly object[], to?: To) => sent({ messages }, to).body.messages

it('sends the least that is needed', () => {
  const { body, dropped, stream } = sent({ stream: true })
  expect(body).toEqual({
    model: 'claude-sonnet-4-5',
    max_tokens: 32_000,
    messages: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }],
    stream: true,
  })
  expect({ dropped, stream }).toEqual({ dropped: [], stream: true })
})

describe('the conversation', () => {
  it('is told what the system says apart from it', () => {
    const { body } = sent({
      messages: [
        { role: 'system', content: 'Be kind.' },
        user,
        { role: 'developer', content: [{ type: 'text', text: 'Be brief.' }] },
        { role: 'system', content: ' ' },
      ],
    })
    expect(body.system).toBe('Be kind.\n\nBe brief.')
    expect(body.messages).toEqual([{ role: 'user', content: [{ type: 'text', text: 'hi' }] }])
  })

  it('is asked by the user, whoever began', () => {
    expect(messagesOf([{ role: 'system', content: 'Tell a joke.' }])).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'Tell a joke.' }] },
    ])
    const { body } = sent({ messages: [{ role: 'assistant', content: 'Welcome!' }, user] })
    expect(body.messages.map(({ role }: { role: string }) => role)).toEqual([
      'user',
      'assistant',
      'user',
    ])
    expect(messagesOf([{ role: 'user', content: ' ' }])).toEqual([
      { role: 'user', content: [{ type: 'text', text: '(start)' }] },
    ])
  })

  it('alternates, without empty texts', () => {
    const messages = [
      user,
      {
        role: 'user',
        content: [
          { type: 'text', text: '' },
          { type: 'text', text: 'there' },
        ],
      },
      { role: 'assistant', content: 'a' },
      { role: 'assistant', content: '' },
      { role: 'assistant', content: 'b' },
      user,
    ]
    expect(messagesOf(messages)).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'hi' },
          { type: 'text', text: 'there' },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      },
      { role: 'user', content: [{ type: 'text', text: 'hi' }] },
    ])
  })

  it('has the results of calls at the beginning of a turn', () => {
    const messages = [
      user,
      {
        role: 'assistant',
        content: 'Let me see.',
        tool_calls: [call('a', 'f', '{"x":1}'), call('b', 'g', '[1')],
      },
      { role: 'user', content: 'quick!' },
      { role: 'tool', tool_call_id: 'b', content: '' },
      { role: 'tool', tool_call_id: 'a', content: [{ type: 'text', text: 'done' }] },
    ]
    expect(messagesOf(messages).slice(1)).toEqual([
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Let me see.' },
          { type: 'tool_use', id: 'a', name: 'f', input: { x: 1 } },
          { type: 'tool_use', id: 'b', name: 'g', input: { invalid_arguments: '[1' } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'b' },
          { type: 'tool_result', tool_use_id: 'a', content: [{ type: 'text', text: 'done' }] },
          { type: 'text', text: 'quick!' },
        ],
      },
    ])
  })

  it('says that a tool failed', () => {
    const bytes = Buffer.from(JSON.stringify({ messages: [user] }))
    const request = openaiChat.decodeRequest(bytes)
    const toolCalls = [{ id: 'a', name: 'f', arguments: '' }]
    const messages = [
      { role: 'assistant', content: '', toolCalls },
      { role: 'tool', toolCallId: 'a', content: 'no', failed: true },
    ] as const
    const target = { placement: placementOf('claude-sonnet-4-5'), unsupported: [] }
    const { text } = encodeAnthropicRequest({ ...request, messages }, target)
    expect(JSON.parse(text).messages.at(-1).content[0]).toMatchObject({ is_error: true })
  })

  it('has ids that are of the right characters, and each only once', () => {
    const ids = ['call:0/é', 'call:0/é', '', '', 'x'.repeat(80)]
    const messages = ids.flatMap((id, at) => [
      { role: 'assistant', content: '', tool_calls: [call(id, `f${at}`)] },
      {
        role: 'tool',
        content: `r${at}`,
        ...(id === '' ? { name: `f${at}` } : { tool_call_id: id }),
      },
    ])
    const blocks = messagesOf([user, ...messages]).flatMap(
      ({ content }: { content: readonly object[] }) => content.slice(-1),
    )
    const used = blocks.flatMap(({ id }: { id?: string }) => id ?? [])
    const answered = blocks.flatMap(
      ({ tool_use_id }: { tool_use_id?: string }) => tool_use_id ?? [],
    )
    expect(answered).toEqual(used)
    expect(used).toEqual(['call_0__', 'call_0___2', 'call', 'call_2', 'x'.repeat(64)])
  })

  it('tells calls with the same id apart by their order', () => {
    const [, , { content }] = messagesOf([
      user,
      { role: 'assistant', content: '', tool_calls: [call('x', 'f'), call('x', 'g')] },
      { role: 'tool', tool_call_id: 'x', content: 'of f' },
      { role: 'tool', tool_call_id: 'x', content: 'of g' },
    ])
    expect(content).toMatchObject([
      { tool_use_id: 'x', content: [{ text: 'of f' }] },
      { tool_use_id: 'x_2', content: [{ text: 'of g' }] },
    ])
  })

  it('does not end in space when an answer is begun', () => {
    const begun = [user, { role: 'assistant', content: 'The answer is \n' }]
    expect(messagesOf(begun).at(-1).content).toEqual([{ type: 'text', text: 'The answer is' }])
    expect(() => messagesOf(begun, { model: 'claude-opus-4-6' })).toThrow(
      expect.objectContaining({
        code: 'unsupported_content',
        message:
          "messages[1]: the model chosen does not go on with an answer that was begun: the last message must be the user's.",
      }),
    )
  })
})

describe('images and other parts', () => {
  const asked = (url: string) =>
    messagesOf([{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }])

  it('takes data and addresses', () => {
    expect(asked('data:image/JPG;base64,AAA=')[0].content[0]).toEqual({
      type: 'image',
      source: { type: 'base64', media_type: 'image/jpeg', data: 'AAA=' },
    })
    expect(asked('https://a.example/b.png')[0].content[0]).toEqual({
      type: 'image',
      source: { type: 'url', url: 'https://a.example/b.png' },
    })
  })

  const at = 'messages[0].content[0]'
  test.each([
    ['data:image/png', 'invalid_request', `${at}: the image is no data URI.`],
    [
      'data:image/png,AAA',
      'unsupported_content',
      `${at}: the model chosen takes images in base64 only.`,
    ],
    [
      'data:image/bmp;base64,AAA',
      'unsupported_content',
      `${at}: the model chosen takes JPEG, PNG, GIF and WebP images, not "image/bmp".`,
    ],
  ])('%s is refused', (url, code, message) => {
    expect(() => asked(url)).toThrow(expect.objectContaining({ code, message }))
  })

  test.each([
    [
      'user',
      { type: 'input_audio', input_audio: { data: 'x', format: 'wav' } },
      'text and images, not "audio"',
    ],
    ['user', { type: 'file', file: {} }, 'text and images, not "file"'],
    ['system', { type: 'image_url', image_url: { url: 'https://a.example' } }, 'text, not "image"'],
  ])('a %s’s %j is refused', (role, part, what) => {
    expect(() => messagesOf([{ role, content: [part] }])).toThrow(
      expect.objectContaining({
        code: 'unsupported_content',
        message: `${at}: the model chosen takes ${what}.`,
      }),
    )
  })
})

describe('tools', () => {
  it('are told with a schema of an object', () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] }
    const { body } = sent({ tools: [tool('f', schema), tool('g')] })
    expect(body.tools).toEqual([
      { name: 'f', description: 'is f', input_schema: schema },
      { name: 'g', description: 'is g', input_schema: { type: 'object', properties: {} } },
    ])
    expect(body).not.toHaveProperty('tool_choice')
  })

  describe('whose calls are to be held to their schemas', () => {
    const strict = (name: string, parameters: object) => {
      const { function: definition, ...rest } = tool(name, parameters)
      return { ...rest, function: { ...definition, strict: true } }
    }
    const sentTools = (tools: readonly object[], to?: To) => {
      const { body, dropped } = sent({ tools }, to)
      const isStrict = body.tools.map((each: { strict?: boolean }) => each.strict)
      return { isStrict, dropped, schema: body.tools[0].input_schema }
    }
    const place = {
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'integer', minimum: 1 } },
      required: ['a', 'b'],
    }

    it('are so where that can be', () => {
      const open = { type: 'object', additionalProperties: true }
      expect(sentTools([strict('f', place), tool('g', place)])).toEqual({
        isStrict: [true, undefined],
        dropped: [],
        schema: {
          ...place,
          properties: {
            a: { type: 'string' },
            b: { type: 'integer', description: 'minimum: 1' },
          },
          additionalProperties: false,
        },
      })
      expect(sentTools([strict('g', open), strict('f', place)])).toEqual({
        isStrict: [undefined, true],
        dropped: ['tools[].function.strict'],
        schema: { ...open, properties: {} },
      })
    })

    it('are not where the model cannot, or where they are too many', () => {
      const dropped = ['tools[].function.strict']
      const old = sentTools([strict('f', place)], { model: 'claude-opus-4-1' })
      expect(old).toEqual({ isStrict: [undefined], dropped, schema: place })
      const many = (count: number) =>
        sentTools(Array.from({ length: count }, (_, at) => strict(`f${at}`, place)))
      expect(many(20).dropped).toEqual([])
      expect(many(21).dropped).toEqual(dropped)
      const optional = { ...place, required: [] }
      const some = sentTools(Array.from({ length: 13 }, (_, at) => strict(`f${at}`, optional)))
      expect(some.dropped).toEqual(dropped)
    })
  })

  test.each([
    ['auto', undefined, undefined],
    ['auto', false, { type: 'auto', disable_parallel_tool_use: true }],
    ['none', false, { type: 'none' }],
    ['required', true, { type: 'any' }],
    ['required', false, { type: 'any', disable_parallel_tool_use: true }],
    [{ type: 'function', function: { name: 'f' } }, undefined, { type: 'tool', name: 'f' }],
  ])('%j with parallel calls %j is %j', (tool_choice, parallel_tool_calls, wanted) => {
    const { body, dropped } = sent({ tools: [tool('f')], tool_choice, parallel_tool_calls })
    expect(body.tool_choice).toEqual(wanted)
    expect(dropped).toEqual([])
  })

  it('cannot be forced on the newest models', () => {
    const fields = { tools: [tool('f')], tool_choice: 'required', parallel_tool_calls: false }
    const { body, dropped } = sent(fields, { model: 'claude-opus-5-5' })
    expect(body.tool_choice).toEqual({ type: 'auto', disable_parallel_tool_use: true })
    expect(dropped).toEqual(['tool_choice'])
  })

  it('that were called are told, though none is offered any more', () => {
    const messages = [
      user,
      { role: 'assistant', content: '', tool_calls: [call('a', 'f'), call('b', 'f')] },
      { role: 'tool', tool_call_id: 'a', content: '1' },
      { role: 'tool', tool_call_id: 'b', content: '2' },
    ]
    const { body } = sent({ messages })
    expect(body.tools).toEqual([{ name: 'f', input_schema: { type: 'object', properties: {} } }])
    expect(body.tool_choice).toEqual({ type: 'none' })
  })
})
