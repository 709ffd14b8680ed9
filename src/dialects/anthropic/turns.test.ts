import { describe, expect, it } from 'vitest'
import { claudeCodeRequest, claudeCodeRequests } from '../../../test/support/claude-code.ts'
import { decodeAnthropicRequest } from './request.ts'

type Turn = Readonly<Record<string, unknown>>

function decoded(body: object) {
  return decodeAnthropicRequest(Buffer.from(JSON.stringify({ max_tokens: 64, ...body }))).messages
}

function turns(...messages: readonly object[]): readonly Turn[] {
  return decoded({ messages }).map((message) =>
    Object.fromEntries(Object.entries(message).filter(([, value]) => value !== undefined)),
  )
}

const user = (content: unknown) => ({ role: 'user', content })
const assistant = (content: unknown) => ({ role: 'assistant', content })
const system = (content: unknown) => ({ role: 'system', content })
const text = (words: string) => ({ type: 'text', text: words })
const reminder = (words: string) => `<system-reminder>\n${words}\n</system-reminder>`
const result = { type: 'tool_result', tool_use_id: 'a', content: 'rain' }
const call = { type: 'tool_use', id: 'a', name: 'f', input: {} }
const PNG = { type: 'base64', media_type: 'image/png', data: 'AA' }

describe('what the system says on the way', () => {
  it.each(claudeCodeRequests)(
    "keeps Claude Code's roles as templates want them: $name",
    ({ body }) => {
      const roles = decoded(body).map(({ role }) => role)
      expect(roles.lastIndexOf('system')).toBeLessThan(1)
      expect(roles.join()).not.toContain('user,user')
    },
  )

  it("stands in Claude Code's first turn", () => {
    const { body } = claudeCodeRequest('main-turn')
    const [, turn] = decoded(body)
    expect(turn?.content).toContain('<system-reminder>\n# Environment\n')
    expect(turn?.content).toContain('Find out why and repair it, with a test.')
  })

  it('is told in the turn of the user beside it', () => {
    expect(turns(user('a'), system('now'), user([text('b'), text('c')]))).toEqual([
      user(`a\n\n${reminder('now')}\n\nb\n\nc`),
    ])
    expect(turns(user('a'), assistant('b'), system([text('x'), text('y')]), user('c'))).toEqual([
      user('a'),
      assistant('b'),
      user(`${reminder('x\n\ny')}\n\nc`),
    ])
  })

  it('is told in a turn of its own between answers and at the end', () => {
    expect(turns(user('a'), assistant('b'), system('x'), assistant('c'), system('y'))).toEqual([
      user('a'),
      assistant('b'),
      user(reminder('x')),
      assistant('c'),
      user(reminder('y')),
    ])
  })

  it.each([
    ['after', [user([result]), system('now')]],
    ['before', [system('now'), user([result])]],
  ])('never parts a call from its result: %s', (_, messages) => {
    expect(turns(user('a'), assistant([call]), ...messages, assistant('b')).slice(2)).toEqual([
      { role: 'tool', content: 'rain', toolCallId: 'a' },
      user(reminder('now')),
      assistant('b'),
    ])
  })

  it('stands beside images', () => {
    const image = { type: 'image', source: PNG }
    expect(turns(user('a'), system('now'), user([image]))).toEqual([
      user([
        text('a'),
        text(reminder('now')),
        { type: 'image', url: 'data:image/png;base64,AA', path: 'messages[2].content[0]' },
      ]),
    ])
  })

  it('belongs to the prompt where it comes first, and is nothing when empty', () => {
    const messages = [system('Be brief.'), user('a'), system([]), user('b'), system(' ')]
    expect(decoded({ system: 'You code.', messages })).toMatchObject([
      system('You code.\n\nBe brief.'),
      user('a\n\nb'),
    ])
  })
})

describe('turns of the user', () => {
  it('stay as they are where only the user speaks', () => {
    expect(turns(user('a'), user('b'))).toEqual([user('a'), user('b')])
  })

  it('that say nothing are left out', () => {
    expect(turns(user('a'), user([]), assistant('b'))).toEqual([user('a'), assistant('b')])
  })

  it('tell where the client has what others may refuse', () => {
    const upload = { type: 'container_upload', file_id: 'f' }
    const inner = { ...result, content: [text('x'), upload] }
    const file = { type: 'document', source: { type: 'file', file_id: 'f' } }
    const messages = [user('a'), assistant([call]), user([inner, text('b'), upload, file])]
    const [, , , told, last] = decoded({ system: 'S', messages })
    expect(told?.content).toEqual([
      text('x'),
      { type: 'opaque', kind: 'container_upload', path: 'messages[2].content[0].content[1]' },
    ])
    expect(last?.content).toEqual([
      text('b'),
      { type: 'opaque', kind: 'container_upload', path: 'messages[2].content[2]' },
      { type: 'opaque', kind: 'document', path: 'messages[2].content[3]' },
    ])
  })

  it('tell of results of an unknown shape', () => {
    expect(turns(user([{ ...result, content: { a: 1 } }]))[0]?.['content']).toEqual([
      { type: 'opaque', kind: 'tool_result', path: 'messages[0].content[0]' },
    ])
  })
})
