import { describe, expect, it } from 'vitest'
import type { SessionKey } from './session-key.ts'
import { Sessions } from './sessions.ts'

const MINUTE = 60_000

function session(model: string) {
  return { model, placement: `${model}@home`, tokens: 10 }
}

/** Of a conversation that its client has named. */
function named(own: string): SessionKey {
  return { own, earlier: [own], length: undefined }
}

describe('what is remembered of conversations', () => {
  it('is who answered last, of each for itself', () => {
    const sessions = new Sessions()
    sessions.note(named('x'), session('a'))
    sessions.note(named('y'), session('b'))
    sessions.note(named('x'), session('c'))
    expect(sessions.find(named('x'))).toEqual(session('c'))
    expect(sessions.find(named('y'))).toEqual(session('b'))
    expect(sessions.find(named('z'))).toBeUndefined()
  })

  it('is forgotten 30 minutes after the last answer', () => {
    let now = 0
    const sessions = new Sessions(() => now)
    sessions.note(named('x'), session('a'))
    now = 20 * MINUTE
    sessions.note(named('x'), session('a'))
    now = 49 * MINUTE
    expect(sessions.find(named('x'))).toEqual(session('a'))
    now = 50 * MINUTE
    expect(sessions.find(named('x'))).toBeUndefined()
  })

  it('is the last 10,000 that were answered', () => {
    const sessions = new Sessions()
    sessions.note(named('first'), session('a'))
    sessions.note(named('second'), session('a'))
    sessions.note(named('first'), session('b'))
    for (let at = 0; at < 9_999; at++) sessions.note(named(`${at}`), session('c'))
    expect(sessions.find(named('second'))).toBeUndefined()
    expect(sessions.find(named('first'))).toEqual(session('b'))
    sessions.note(named('one more'), session('c'))
    expect(sessions.find(named('first'))).toBeUndefined()
    expect(sessions.find(named('0'))).toEqual(session('c'))
  })

  it('is looked for under the surest key first', () => {
    const sessions = new Sessions()
    const next = { own: 'later', earlier: ['later', 'first'], length: 3 }
    sessions.note({ own: 'first', earlier: [], length: 1 }, session('a'))
    expect(sessions.find(next)).toEqual(session('a'))
    sessions.note(next, session('b'))
    expect(sessions.find({ ...next, length: 5 })).toEqual(session('b'))
  })

  it('is of no account to what shares the beginning and has not grown', () => {
    const sessions = new Sessions()
    const key = { own: 'x', earlier: ['x'], length: 4 }
    sessions.note(key, session('a'))
    expect(sessions.find(key)).toBeUndefined()
    expect(sessions.find({ ...key, length: 6 })).toEqual(session('a'))
  })
})
