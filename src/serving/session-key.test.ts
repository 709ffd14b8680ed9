import { describe, expect, it } from 'vitest'
import { claudeCodeRequest } from '../../test/support/claude-code.ts'
import { request } from '../analysis/request.fixture.ts'
import type { ChatMessage, ChatRequest } from '../contracts/chat.ts'
import type { Session } from '../contracts/routing.ts'
import { anthropicMessages } from '../dialects/anthropic-messages.ts'
import { type Caller, sessionKey } from './session-key.ts'
import { Sessions } from './sessions.ts'

const ANNE: Caller = { conversation: undefined, identity: 'anne' }
const BERT: Caller = { conversation: undefined, identity: 'bert' }
const ANSWERED: Session = { model: 'm', placement: 'm@home', tokens: 1 }

const user = (content: ChatMessage['content']): ChatMessage => ({ role: 'user', content })
const said = (content: string, toolId?: string): ChatMessage => ({
  role: 'assistant',
  content,
  toolCalls: toolId === undefined ? undefined : [{ id: toolId, name: 'f', arguments: '{}' }],
})
const system = (content: string): ChatMessage => ({ role: 'system', content })

interface Turn {
  readonly messages: readonly ChatMessage[]
  readonly caller?: Caller
  readonly more?: Partial<ChatRequest>
}

/** Whether the second turn finds what was remembered of the first. */
function goesOn(before: Turn, after: Turn): boolean {
  const sessions = new Sessions()
  const keyOf = ({ messages, caller = ANNE, more = {} }: Turn) =>
    sessionKey(request(messages, more), caller)
  sessions.note(keyOf(before), ANSWERED)
  return sessions.find(keyOf(after)) !== undefined
}

const FIRST = [system('Be brief.'), user('Hello!')]
const SECOND = [...FIRST, said('Hello.'), user('Why is the sky blue?')]
const THIRD = [...SECOND, said('It scatters.'), user('thanks')]

describe('a conversation without a name', () => {
  it('is known by its first turns, from the second on', () => {
    expect(goesOn({ messages: FIRST }, { messages: SECOND })).toBe(true)
    expect(goesOn({ messages: SECOND }, { messages: THIRD })).toBe(true)
    expect(goesOn({ messages: FIRST }, { messages: FIRST })).toBe(false)
  })

  it('is another where somebody else has it, or it began with other words', () => {
    const second = { messages: SECOND }
    expect(goesOn({ messages: FIRST, caller: BERT }, second)).toBe(false)
    expect(goesOn({ messages: FIRST, more: { user: 'b' } }, second)).toBe(false)
    expect(goesOn({ messages: [system('Be brief.'), user('Hi!')] }, second)).toBe(false)
    expect(goesOn({ messages: [system('Be kind.'), user('Hello!')] }, second)).toBe(false)
    expect(goesOn({ messages: FIRST, more: { model: 'r:speed' } }, second)).toBe(false)
    expect(goesOn({ messages: FIRST, more: { wishes: { policy: 'cost' } } }, second)).toBe(false)
  })

  it('is told by its first answer from one that began with the same words', () => {
    const other = [...FIRST, said('Good day.'), user('a'), said('b'), user('c')]
    expect(goesOn({ messages: SECOND }, { messages: other })).toBe(false)
    const called = (id: string) => [...FIRST, said('', id), { role: 'tool' as const, content: '1' }]
    expect(goesOn({ messages: called('a') }, { messages: [...called('a'), said('x')] })).toBe(true)
    expect(goesOn({ messages: called('a') }, { messages: [...called('b'), said('x')] })).toBe(false)
  })

  it('is not one with another that has the same examples before its question', () => {
    const other = [...SECOND.slice(0, -1), user('What is 2 + 2?')]
    expect(goesOn({ messages: SECOND }, { messages: other })).toBe(false)
  })

  it('stays itself when the client has begun the answer, or tells things on the side', () => {
    const begun = [...FIRST, said('Hel')]
    expect(goesOn({ messages: begun }, { messages: SECOND })).toBe(true)
    const aside = '<system-reminder>be careful</system-reminder>'
    const reminded = [system('Be brief.'), user([{ type: 'text', text: aside }, text('Hello!')])]
    expect(goesOn({ messages: reminded }, { messages: SECOND })).toBe(true)
  })

  it('stays itself when the system tells the time', () => {
    const at = (time: string) => [system(`It is ${time}.`), ...SECOND.slice(1)]
    const first = { messages: at('2026-11-26 09:59').slice(0, 2) }
    expect(goesOn(first, { messages: at('2026-11-26 10:00') })).toBe(true)
  })

  it('is told by the session that the client names for its user, whoever asks', () => {
    const id = '0c9e7a52-6b1d-4f38-9d21-7a4be3c85f10'
    const json = JSON.stringify({ device_id: '5d41', account_uuid: '', session_id: id })
    const before = { messages: FIRST, more: { user: json } }
    const after = { messages: SECOND, caller: BERT, more: { user: `user_5d41_session_${id}` } }
    expect(goesOn(before, after)).toBe(true)
    const other = { ...after, more: { user: `user_5d41_session_${id.replace('0', '1')}` } }
    expect(goesOn(before, other)).toBe(false)
  })
})

describe('a conversation of Claude Code', () => {
  const turn = (name: string): Turn => {
    const { body, headers } = claudeCodeRequest(name)
    const decoded = anthropicMessages.decodeRequest(Buffer.from(JSON.stringify(body)), headers)
    return { messages: decoded.messages, more: decoded }
  }

  it('goes on from turn to turn, and its agents have their own', () => {
    expect(goesOn(turn('main-turn'), turn('tool-turn'))).toBe(true)
    expect(goesOn(turn('tool-turn'), turn('compact'))).toBe(true)
    expect(goesOn(turn('main-turn'), turn('explore-agent'))).toBe(false)
    expect(goesOn(turn('explore-agent'), turn('agent-status'))).toBe(true)
    expect(goesOn(turn('main-turn'), turn('agent-status'))).toBe(false)
  })
})

function text(words: string) {
  return { type: 'text' as const, text: words }
}

describe('a conversation with a name', () => {
  const named = (conversation: string): Caller => ({ conversation, identity: 'anne' })

  it('is known by that alone, from its first turn on', () => {
    const messages = [user('something else')]
    const before = { messages: SECOND, caller: named('x') }
    expect(goesOn(before, { messages, caller: named('x') })).toBe(true)
    expect(goesOn(before, { messages, caller: { ...BERT, conversation: 'x' } })).toBe(true)
    expect(goesOn(before, { messages: THIRD, caller: named('y') })).toBe(false)
    expect(goesOn(before, { messages: THIRD })).toBe(false)
    expect(goesOn({ messages: SECOND }, { messages: THIRD, caller: named('x') })).toBe(false)
  })

  it('is told by 200 characters of it', () => {
    const long = (end: string) => named('x'.repeat(199) + end)
    expect(
      goesOn({ messages: FIRST, caller: long('ab') }, { messages: FIRST, caller: long('ac') }),
    ).toBe(true)
    expect(
      goesOn({ messages: FIRST, caller: long('b') }, { messages: FIRST, caller: long('c') }),
    ).toBe(false)
  })
})

describe('any request', () => {
  const odd: readonly ChatMessage['content'][] = [
    '',
    [],
    '\ud800'.repeat(1000),
    [{ type: 'image', url: 'data:image/png;base64,xx' }],
    '<system-reminder>'.repeat(1000),
  ]
  it.each(odd)('has a key: %j', (content) => {
    const { own } = sessionKey(request([user(content), said(''), user(content)]), ANNE)
    expect(own).toMatch(/^[\w+/]{43}=$/)
  })

  it('has one that holds no word of it', () => {
    const key = sessionKey(request([user('secret'), said('secret'), user('secret')]), ANNE)
    expect(JSON.stringify(key)).not.toContain('secret')
  })
})
