import { describe, expect, it } from 'vitest'
import type { Sign } from '../contracts/sign.ts'
import { Reactions } from './reactions.ts'
import type { SessionKey, Turn } from './session-key.ts'

const ANSWERED = { model: 'm', placement: 'm@one', family: 'chat', difficulty: 0.3 } as const
const SECOND = 1000

/** Of a conversation in which these words were said, each with an answer before the next; `named` and `caller` as told. */
function key(
  words: string,
  {
    named = true,
    caller = 'ann',
    ...more
  }: Partial<SessionKey> & { readonly named?: boolean; readonly caller?: string } = {},
): SessionKey {
  const said = words.split(' ')
  const turn: Turn = {
    ...{ count: 2 * said.length - 1, digest: said.at(-1) ?? '', named },
    caller: () => caller,
    digestAt: (count) => said[(count - 1) / 2],
  }
  return { own: 'x', earlier: ['x'], length: undefined, turn, ...more }
}

function stage() {
  const world = { now: 0 }
  const reactions = new Reactions(() => world.now)
  /** Asks after so many seconds, and is answered at once. */
  const ask = (asked: SessionKey, afterSeconds = 10): Sign['kind'] | undefined => {
    world.now += afterSeconds * SECOND
    const reaction = reactions.to(asked)
    reactions.note(asked, ANSWERED)
    return reaction?.kind
  }
  return { ask, reactions, world }
}

describe('what a request says of the answer before it', () => {
  it('is that the same was asked again, that it was changed, or that the conversation went on', () => {
    const { ask } = stage()
    expect(ask(key('a'))).toBeUndefined()
    expect(ask(key('a'))).toBe('asked-again')
    expect(ask(key('b'))).toBe('edited')
    expect(ask(key('b c'))).toBe('went-on')
    expect(ask(key('b c d'))).toBe('went-on')
    expect(ask(key('z'))).toBeUndefined()
  })

  it('is about the model that answered', () => {
    const { ask, reactions, world } = stage()
    ask(key('a'))
    world.now += 5 * SECOND
    expect(reactions.to(key('a b'))).toEqual({ ...ANSWERED, kind: 'went-on' })
  })

  it('is nothing where nobody can have read the answer, or has forgotten it', () => {
    const { ask } = stage()
    ask(key('a'))
    expect(ask(key('a'), 0.5)).toBeUndefined()
    expect(ask(key('a'), 11 * 60)).toBeUndefined()
  })

  it('is nothing where no user speaks', () => {
    const { ask } = stage()
    const tool = { own: 'x', earlier: ['x'], length: undefined, turn: undefined }
    ask(key('a'))
    expect(ask(tool)).toBeUndefined()
    expect(ask(key('a c b'))).toBeUndefined()
  })

  it('is heard twice of one turn, as a script may ask the same all day', () => {
    const { ask } = stage()
    const heard = Array.from({ length: 200 }, () => ask(key('a'), 60))
    expect(heard.filter((kind) => kind !== undefined)).toHaveLength(2)
    expect(ask(key('a b'))).toBe('went-on')
    expect(ask(key('a b'))).toBe('asked-again')
  })

  it('takes no other text for an edit in a conversation without a name', () => {
    const { ask } = stage()
    const unnamed = (words: string) => key(words, { named: false })
    ask(unnamed('x a'))
    expect(ask(unnamed('x b'))).toBeUndefined()
    expect(ask(unnamed('x b'))).toBe('asked-again')
  })

  it('finds a conversation by the keys that it had before', () => {
    const { ask } = stage()
    ask({ ...key('a'), own: 'first', earlier: [] })
    expect(ask({ ...key('a b'), own: 'later', earlier: ['later', 'first'] })).toBe('went-on')
  })

  it('remembers a bounded number of conversations', () => {
    const { ask } = stage()
    ask(key('a'))
    for (let at = 0; at < 10_000; at++)
      ask({ ...key('a'), own: `${at}`, earlier: [`${at}`] }, 0.001)
    expect(ask(key('a'), 1)).toBeUndefined()
  })

  it('takes what only begins alike for another conversation', () => {
    const { ask } = stage()
    ask(key('example one'))
    expect(ask(key('example two three'))).toBeUndefined()
  })

  it('hears one who asks ten times a day, whatever they ask, and others all the same', () => {
    const { ask } = stage()
    const heard = Array.from({ length: 100 }, (_, at) => {
      ask(key(`q${at}`, { own: `${at}`, earlier: [`${at}`] }), 1)
      return ask(key(`q${at}`, { own: `${at}`, earlier: [`${at}`] }), 2)
    })
    expect(heard.filter((kind) => kind !== undefined)).toHaveLength(10)
    expect(ask(key('q99', { own: '99', earlier: ['99'], caller: 'bob' }), 2)).toBe('asked-again')
    ask(key('a'), 86_400)
    expect(ask(key('a'))).toBe('asked-again')
  })

  it('counts a repeat when it comes, not when it was answered', () => {
    const { ask, reactions, world } = stage()
    ask(key('a'))
    world.now += 5 * SECOND
    const together = Array.from({ length: 8 }, () => reactions.to(key('a')))
    expect(together.filter((reaction) => reaction !== undefined)).toHaveLength(2)
  })
})
