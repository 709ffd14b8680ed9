import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChatMessage, ContentPart } from '../../contracts/chat.ts'
import { toOpenaiMessages } from './chat-messages.ts'

const PICTURE = 'data:image/png;base64,iVBO'
const image = (url = PICTURE): ContentPart => ({ type: 'image', url })
const text = (words: string): ContentPart => ({ type: 'text', text: words })
const imageWire = (url = PICTURE) => ({ type: 'image_url', image_url: { url } })
const INTRODUCTION = { type: 'text', text: 'Images of the tool results above:' }

const local = (...messages: readonly ChatMessage[]) => toOpenaiMessages(messages, false)
const remote = (...messages: readonly ChatMessage[]) => toOpenaiMessages(messages, true)
const result = (content: ChatMessage['content'], id = 'a'): ChatMessage => ({
  role: 'tool',
  content,
  toolCallId: id,
})

describe('messages', () => {
  const call = { id: 'toolu_1', name: 'f', arguments: '{"a":1}' }
  const turns: readonly ChatMessage[] = [
    { role: 'system', content: [text('be'), text('brief')] },
    { role: 'user', content: 'hi' },
    { role: 'assistant', content: '', reasoning: 'hm', toolCalls: [call] },
    { role: 'tool', content: 'rain', toolCallId: 'toolu_1' },
  ]

  it('go round with their calls, results and thoughts', () => {
    expect(local(...turns)).toEqual([
      { role: 'system', content: 'be\nbrief' },
      { role: 'user', content: 'hi' },
      {
        role: 'assistant',
        content: '',
        reasoning_content: 'hm',
        tool_calls: [
          { id: 'toolu_1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } },
        ],
      },
      { role: 'tool', content: 'rain', tool_call_id: 'toolu_1' },
    ])
  })

  it('take no thoughts to remote servers', () => {
    expect(JSON.stringify(remote(...turns))).not.toContain('reasoning')
  })

  it('have parts of all kinds', () => {
    const audio: ContentPart = { type: 'audio', data: 'x', format: 'wav' }
    expect(local({ role: 'user', content: [text('a'), image(), audio] })).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'a' },
          imageWire(),
          { type: 'input_audio', input_audio: { data: 'x', format: 'wav' } },
        ],
      },
    ])
  })

  it('are one text when text is all they have', () => {
    expect(local({ role: 'user', content: [text('a'), text('b')] })).toEqual([
      { role: 'user', content: 'a\nb' },
    ])
  })

  it('say that a tool failed', () => {
    expect(local({ ...result('gone'), failed: true })).toMatchObject([{ content: 'Error: gone' }])
    expect(local(result(''))).toMatchObject([{ content: '' }])
  })

  const document: ContentPart = { type: 'opaque', kind: 'document' }
  const audio: ContentPart = { type: 'audio', data: 'x', format: 'wav' }
  it.each([
    ['user', document, 'text, images and audio, not "document"'],
    ['tool', document, 'text and images of a tool, not "document"'],
    ['tool', audio, 'text and images of a tool, not "audio"'],
    ['system', image(), 'only text of the system, not "image"'],
    ['assistant', image(), 'only text of the assistant, not "image"'],
  ] as const)('of the %s refuse %o', (role, part, told) => {
    const before: ChatMessage = result([image()])
    const refused = (): unknown => local(before, { role, content: [text('a'), part] })
    expect(refused).toThrow(
      expect.objectContaining({
        code: 'unsupported_content',
        message: `messages[1].content[1]: the model chosen takes ${told}.`,
        details: { param: 'messages[1].content[1]' },
      }),
    )
  })
})

it('what is refused is told by where the client has it', () => {
  const path = 'messages[0].content[2]'
  const part: ContentPart = { type: 'opaque', kind: 'document', path }
  for (const role of ['user', 'tool'] as const) {
    const refused = (): unknown => local(result('x'), { role, content: [text('a'), part] })
    expect(refused).toThrow(expect.objectContaining({ details: { param: path } }))
  }
})

describe('images of tool results', () => {
  const results = [
    result([text('one'), image('data:1'), image('data:2')], 'a'),
    result('two', 'b'),
    result([image('data:3')], 'c'),
  ]
  const texts = [
    { role: 'tool', content: 'one', tool_call_id: 'a' },
    { role: 'tool', content: 'two', tool_call_id: 'b' },
    { role: 'tool', content: '', tool_call_id: 'c' },
  ]
  const shown = [INTRODUCTION, imageWire('data:1'), imageWire('data:2'), imageWire('data:3')]

  it('follow the last of them in a message of the user', () => {
    expect(local(...results)).toEqual([...texts, { role: 'user', content: shown }])
  })

  it('stand before the answer to them', () => {
    const answer: ChatMessage = { role: 'assistant', content: 'ok' }
    const wire = { role: 'user', content: shown }
    expect(local(...results, answer)).toEqual([...texts, wire, answer])
  })

  it.each([
    ['hi', [{ type: 'text', text: 'hi' }]],
    [
      [image(), text('hi')],
      [imageWire(), { type: 'text', text: 'hi' }],
    ],
  ])('begin the message of the user that follows: %o', (content, own) => {
    const next: ChatMessage = { role: 'user', content }
    expect(local(...results, next, next)).toEqual([
      ...texts,
      { role: 'user', content: [...shown, ...own] },
      { role: 'user', content: typeof content === 'string' ? content : own },
    ])
  })

  it('are never lost, and never make two turns of the user of one', () => {
    const part = fc.oneof(
      fc.nat(99).map((n) => text(`t${n}`)),
      fc.nat(99).map((n) => image(`data:${n}`)),
    )
    const message = fc.oneof(
      fc.array(part).map((content): ChatMessage => ({ role: 'user', content })),
      fc.array(part).map((content): ChatMessage => result(content)),
      fc.string().map((content): ChatMessage => ({ role: 'assistant', content })),
    )
    fc.assert(
      fc.property(fc.array(message), (messages) => {
        const wire = local(...messages) as { role: string }[]
        const found = (told: unknown) => JSON.stringify(told).match(/data:\d+/g)
        expect(found(wire)).toEqual(found(messages))
        const doubles = (turns: readonly { readonly role: string }[]) =>
          turns.filter(({ role }, at) => role === 'user' && turns[at - 1]?.role === 'user').length
        expect(doubles(wire)).toBe(doubles(messages))
      }),
    )
  })
})
