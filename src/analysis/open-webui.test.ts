import { describe, expect, it } from 'vitest'
import { bestTime } from '../../test/support/best-time.ts'
import type { ChatMessage } from '../contracts/chat.ts'
import { profileOf } from './profile-of.fixture.ts'
import { request } from './request.fixture.ts'
import { requestKind } from './request-kind.ts'

function said(text: string): ChatMessage {
  return { role: 'user', content: [{ type: 'text', text }] }
}

const TITLE = `### Task:
Generate a concise title for this chat. Prove nothing, debug nothing.
<chat_history>
USER: design a distributed consensus algorithm
</chat_history>`

describe('what Open WebUI asks for itself', () => {
  it('is known by its form', () => {
    expect(requestKind(request(TITLE))).toBe('housekeeping')
    expect(requestKind(request([said(TITLE)]))).toBe('housekeeping')
  })

  it.each([
    ['a task without a conversation', [{ role: 'user', content: '### Task:\nSort my books.' }]],
    ['the form deeper in the text', [{ role: 'user', content: `Look:\n${TITLE}` }]],
    [
      'tags named in a sentence',
      [{ role: 'user', content: '### Task:\nParse <chat_history> and </chat_history> tags.' }],
    ],
    [
      'a tag in a sentence and its end on a line',
      [{ role: 'user', content: '### Task:\nRead <chat_history> up to\n</chat_history>\nas XML.' }],
    ],
    [
      'a tag that is not closed',
      [{ role: 'user', content: '### Task:\nWhy does this hang?\n<chat_history>\nUSER: hi' }],
    ],
    [
      'a tag that closes before it begins',
      [{ role: 'user', content: '### Task:\n</chat_history>\n<chat_history>\nUSER: hi' }],
    ],
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
    expect(requestKind(request(messages))).toBe('chat')
  })

  it('is never difficult, whatever the conversation in it', () => {
    const profile = profileOf(request(TITLE))
    expect(profile.kind).toBe('housekeeping')
    expect(profile.difficulty).toBeLessThan(0.1)
    expect(profile.tokensOut).toBeLessThan(200)
  })

  it.each<readonly [string, (times: number) => string]>([
    ['beginnings', (n) => '<chat_history>\n'.repeat(n)],
    ['ends', (n) => `<chat_history>\n${'\n</chat_history>x'.repeat(n)}`],
  ])('is looked for in line with the length of the text: %s', (_, ofLength) => {
    const [long, longer] = [ofLength(25_000), ofLength(200_000)].map((text) =>
      request(`### Task:\n${text}`),
    )
    expect(requestKind(longer ?? request(''))).toBe('chat')
    const taken = (asked = request('')) => bestTime(() => requestKind(asked))
    expect(taken(longer)).toBeLessThan(24 * Math.max(taken(long), 0.05))
  })
})
