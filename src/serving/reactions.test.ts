import { describe, expect, it } from 'vitest'
import type { Sign } from '../contracts/sign.ts'
import { Reactions } from './reactions.ts'
import type { SessionKey } from './session-key.ts'

const ANSWERED = { model: 'm', placement: 'm@one', family: 'chat', difficulty: 0.3 } as const
const SECOND = 1000

function key(count: number, digest: string, more: Partial<SessionKey> = {}): SessionKey {
  const turn = { count, digest, named: true }
  return { own: 'x', earlier: ['x'], length: undefined, turn, ...more }
}

function stage() {
  const world = { now: 0 }
  const reactions = new Reactions(() => world.now)
  /** Asks after so many seconds, and is answered at once. */
  const ask = (asked: SessionKey, afterSeconds = 10): Sign['kind'] | undefined => {
    world.now += afterSeconds * SECOND
    const reaction = reactions.to(asked)
    reactions.note(asked, ANSWERED, reaction)
    return reaction?.kind
  }
  return { ask, reactions, world }
}

describe('what a request says of the answer before it', () => {
  it('is that the same was asked again, that it was changed, or that the conversation went on', () => {
    const { ask } = stage()
    expect(ask(key(1, 'a'))).toBeUndefined()
    expect(ask(key(1, 'a'))).toBe('asked-again')
    expect(ask(key(1, 'b'))).toBe('edited')
    expect(ask(key(3, 'c'))).toBe('went-on')
    expect(ask(key(5, 'd'))).toBe('went-on')
    expect(ask(key(1, 'z'))).toBeUndefined()
  })

  it('is about the model that answered', () => {
    const { ask, reactions, world } = stage()
    ask(key(1, 'a'))
    world.now += 5 * SECOND
    expect(reactions.to(key(3, 'b'))).toEqual({ ...ANSWERED, kind: 'went-on' })
  })

  it('is nothing where nobody can have read the answer, or has forgotten it', () => {
    const { ask } = stage()
    ask(key(1, 'a'))
    expect(ask(key(1, 'a'), 0.5)).toBeUndefined()
    expect(ask(key(1, 'a'), 11 * 60)).toBeUndefined()
  })

  it('is nothing where no user speaks', () => {
    const { ask } = stage()
    const tool = { own: 'x', earlier: ['x'], length: undefined, turn: undefined }
    ask(key(1, 'a'))
    expect(ask(tool)).toBeUndefined()
    expect(ask(key(5, 'b'))).toBeUndefined()
  })

  it('is heard twice of one turn, as a script may ask the same all day', () => {
    const { ask } = stage()
    const heard = Array.from({ length: 200 }, () => ask(key(1, 'a'), 60))
    expect(heard.filter((kind) => kind !== undefined)).toHaveLength(2)
    expect(ask(key(3, 'b'))).toBe('went-on')
    expect(ask(key(3, 'b'))).toBe('asked-again')
  })

  it('takes no other text for an edit in a conversation without a name', () => {
    const { ask } = stage()
    const unnamed = (digest: string) => key(4, digest, { turn: { count: 4, digest, named: false } })
    ask(unnamed('a'))
    expect(ask(unnamed('b'))).toBeUndefined()
    expect(ask(unnamed('b'))).toBe('asked-again')
  })

  it('finds a conversation by the keys that it had before', () => {
    const { ask } = stage()
    ask({ ...key(1, 'a'), own: 'first', earlier: [] })
    expect(ask({ ...key(3, 'b'), own: 'later', earlier: ['later', 'first'] })).toBe('went-on')
  })

  it('remembers a bounded number of conversations', () => {
    const { ask } = stage()
    ask(key(1, 'a'))
    for (let at = 0; at < 10_000; at++)
      ask({ ...key(1, 'a'), own: `${at}`, earlier: [`${at}`] }, 0.001)
    expect(ask(key(1, 'a'), 1)).toBeUndefined()
  })
})
