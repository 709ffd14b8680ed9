import { describe, expect, it } from 'vitest'
import { bestTime } from '../../test/support/best-time.ts'
import type { ChatMessage } from '../contracts/chat.ts'
import { excerpt } from './excerpt.ts'
import { profileOf } from './profile-of.fixture.ts'
import { request } from './request.fixture.ts'

const QUESTION = 'Prove that the scheduler of this distributed queue never deadlocks.'
const REMINDER = `<system-reminder>\n${'Be brief and kind. '.repeat(270)}\n</system-reminder>`
const LONG = 'const total = rows.reduce((sum, row) => sum + row.price, 0)\n'.repeat(400)

const said = (content: string): ChatMessage => ({ role: 'user', content })
const CALLED: readonly ChatMessage[] = [
  said(QUESTION),
  { role: 'assistant', content: '', toolCalls: [{ id: '1', name: 'read', arguments: '{}' }] },
  { role: 'tool', content: 'while (true) {}', toolCallId: '1' },
]

describe('excerpt', () => {
  it.each<readonly [string, readonly ChatMessage[], string]>([
    ['the newest words first', [said('Why?'), said('And how?')], 'And how?\nWhy?'],
    ['no message that is told on the side', [...CALLED, said(REMINDER)], QUESTION],
    ['nor one before the newest words', [said('Why?'), said(REMINDER), said('How?')], 'How?\nWhy?'],
    ['no blank message', [said('Why?'), said(' \n'), said('How?')], 'How?\nWhy?'],
    ['a question after a long reminder', [said(`${REMINDER}${QUESTION}`)], QUESTION],
    ['a question before a long reminder', [said(`${QUESTION}${REMINDER}`)], QUESTION],
    [
      'both ends of a long message, without what is told around it',
      [said(`${REMINDER}${LONG}${QUESTION}${REMINDER}`)],
      `${LONG.slice(0, 3072)}\n${`${LONG}${QUESTION}`.slice(-1024)}`,
    ],
    ['what is told on the side where nobody says more', [said(REMINDER)], REMINDER.slice(0, 4096)],
    ['nothing of nothing', [said('')], ''],
  ])('holds %s', (_, messages, words) => {
    expect(excerpt(messages)).toBe(words)
  })

  it('is what a request is judged by, whatever is told behind a result', () => {
    const plain = profileOf(request(CALLED))
    const reminded = profileOf(request([...CALLED, said(REMINDER)]))
    const rest = profileOf(request([...CALLED.slice(1), said(REMINDER)]))
    expect(reminded.families).toEqual(plain.families)
    expect(reminded.difficulty).toBeGreaterThanOrEqual(plain.difficulty)
    expect(rest.families).not.toEqual(plain.families)
  })

  it('reads no more of a long text than it keeps', () => {
    const [long, longer] = [LONG.repeat(50), LONG.repeat(1000)].map((text) => [said(text)])
    const often =
      (messages: readonly ChatMessage[] = []) =>
      () => {
        for (let time = 0; time < 200; time++) excerpt(messages)
      }
    expect(bestTime(often(longer))).toBeLessThan(8 * bestTime(often(long)))
  })
})
