import { describe, expect, it } from 'vitest'
import { analyse } from './analyse.ts'
import { request } from './request.fixture.ts'
import { requestKind } from './request-kind.ts'

const TITLE = `### Task:
Generate a concise title for this chat. Prove nothing, debug nothing.
<chat_history>
USER: design a distributed consensus algorithm
</chat_history>`

describe('requestKind', () => {
  it('knows a background task by its form', () => {
    expect(requestKind([{ role: 'user', content: TITLE }])).toBe('housekeeping')
    expect(requestKind([{ role: 'user', content: [{ type: 'text', text: TITLE }] }])).toBe(
      'housekeeping',
    )
  })

  it.each([
    ['a task without a conversation', [{ role: 'user', content: '### Task:\nSort my books.' }]],
    ['the form deeper in the text', [{ role: 'user', content: `Look:\n${TITLE}` }]],
    [
      'a second message',
      [
        { role: 'user', content: TITLE },
        { role: 'assistant', content: 'Consensus' },
        { role: 'user', content: 'longer' },
      ],
    ],
    ['no message', []],
  ] as const)('is chat: %s', (_, messages) => {
    expect(requestKind(messages)).toBe('chat')
  })

  it('is never difficult, whatever the conversation in it', () => {
    const profile = analyse(request(TITLE))
    expect(profile.kind).toBe('housekeeping')
    expect(profile.difficulty).toBeLessThan(0.1)
    expect(profile.tokensOut).toBeLessThan(200)
  })
})
