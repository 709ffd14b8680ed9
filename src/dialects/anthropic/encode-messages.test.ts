import { describe, expect, it, test } from 'vitest'
import { call, sent, user } from './encode.fixture.ts'
import { toAnthropicConversation } from './encode-messages.ts'

describe('a result without its call', () => {
  const said = (...messages: readonly object[]) => sent({ messages }).body.messages
  const text = (words: string) => ({ type: 'text', text: words })

  test.each([
    ['of a call that has no place', { tool_calls: [{ id: 'c', type: 'custom', custom: {} }] }],
    ['of no call at all', {}],
  ])('%s stays where it is, in words', (_, more) => {
    const messages = said(
      user,
      { role: 'assistant', content: null, ...more },
      { role: 'tool', tool_call_id: 'c', content: 'r' },
      { role: 'tool', tool_call_id: 'd', name: 'g', content: '' },
      { role: 'user', content: 'and?' },
    )
    expect(messages).toEqual([
      {
        role: 'user',
        content: ['hi', 'Result of a tool:', 'r', 'Result of the tool g:', 'and?'].map(text),
      },
    ])
  })

  it('does not take the place of one that has it', () => {
    const [, , turn] = said(
      user,
      { role: 'assistant', content: null, tool_calls: [call('a', 'f')] },
      { role: 'tool', tool_call_id: 'x', content: 'other' },
      { role: 'tool', tool_call_id: 'a', content: 'own' },
    )
    expect(turn.content).toEqual([
      { type: 'tool_result', tool_use_id: 'a', content: [text('own')] },
      text('Result of a tool:'),
      text('other'),
    ])
  })
})

it('keeps the long numbers of a call', () => {
  const text = '{"id":12345678901234567890,"n":[-9007199254740993]}'
  const messages = [
    user,
    { role: 'assistant', content: null, tool_calls: [call('a', 'f', text)] },
    { role: 'tool', tool_call_id: 'a', content: 'r' },
  ]
  expect(sent({ messages }).text).toContain(`"input":${text}`)
})

it('takes no longer for each of many messages', { timeout: 10_000 }, () => {
  const many = 40_000
  const users = Array.from({ length: many }, () => ({ role: 'user', content: 'a' }) as const)
  const { messages } = toAnthropicConversation(users)
  expect(messages.map(({ content }) => content.length)).toEqual([many])
  const calls = users.map((_, at) => ({ id: `c${at}`, name: 'f', arguments: '' }))
  const results = users.map(
    (_, at) => ({ role: 'tool', content: 'r', toolCallId: `c${many - 1 - at}` }) as const,
  )
  const answer = { role: 'assistant', content: '', toolCalls: calls } as const
  const turns = toAnthropicConversation([...users.slice(0, 1), answer, ...results, ...users])
  expect(turns.messages.map(({ content }) => content.length)).toEqual([1, many, 2 * many])
})
