import { describe, expect, it } from 'vitest'
import { bestTime } from '../../test/support/best-time.ts'
import type { ChatRequest } from '../contracts/chat.ts'
import { asked, askedByOthers, later, laterIn, REMINDER, said } from './client-requests.fixture.ts'
import { request } from './request.fixture.ts'
import { requestKind } from './request-kind.ts'

describe('a request made to take long', () => {
  it.each<readonly [string, (times: number) => ChatRequest]>([
    ['tags', (n) => request([said('<system-reminder>'.repeat(n), REMINDER.repeat(n / 2))])],
    ['instructions', (n) => askedByOthers('write a '.repeat(n), 'x')],
    ['commands', (n) => asked('<policy_spec>', 'Command:\n'.repeat(2 * n))],
    ['spaces', (n) => later(said(`${' '.repeat(10 * n)}x`))],
    ['parts', (n) => request([said(...Array.from({ length: n / 2 }, () => REMINDER))])],
  ])('is read in line with its length: %s', (_, ofLength) => {
    const [long, longer] = [ofLength(20_000), ofLength(160_000)]
    const least = 0.05
    const taken = Math.max(
      bestTime(() => requestKind(long)),
      least,
    )
    expect(bestTime(() => requestKind(longer))).toBeLessThan(24 * taken)
  })
})

describe('a long last message', () => {
  it('is not searched unless the instructions are those of a coding client', () => {
    const ofLength = (lines: number) =>
      laterIn('You help.', { role: 'user', content: '<p>A word</p>\n'.repeat(lines) })
    const often = (asked: ChatRequest) => () => {
      for (let time = 0; time < 500; time++) requestKind(asked)
    }
    const [long, longer] = [often(ofLength(1_000)), often(ofLength(300_000))]
    expect(bestTime(longer)).toBeLessThan(20 * bestTime(long))
  })
})
