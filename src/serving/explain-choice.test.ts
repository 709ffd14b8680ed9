import { describe, expect, it } from 'vitest'
import { request } from '../analysis/request.fixture.ts'
import type { RankedCandidate } from '../contracts/routing.ts'
import { FLEET, placement } from '../routing/fleet.fixture.ts'
import { type Explained, explainChoice, type Question } from './explain-choice.ts'
import { LiveStates } from './live-states.ts'
import { sessionKey } from './session-key.ts'
import { Sessions } from './sessions.ts'
import { snapshotOf } from './snapshot.fixture.ts'

function explained(
  question: Partial<Question> = {},
  snapshot = snapshotOf(FLEET),
  live = new LiveStates(),
  sessions = new Sessions(),
): Explained {
  return explainChoice(
    { live, sessions, snapshot: () => snapshot },
    { request: request('Hello'), ...question },
  )
}

function keysOf({ plan }: Explained): readonly string[] {
  return plan.candidates.map((one) => one.placement.key)
}

function at(key: string, { plan }: Explained): RankedCandidate | undefined {
  return plan.candidates.find((one) => one.placement.key === key)
}

const UNTOLD = placement('gemma2:9b', { backend: 'desk', loaded: undefined })

describe('supposing what is loaded', () => {
  const snapshot = snapshotOf([...FLEET, UNTOLD, placement('llama3.1:8b', { backend: 'desk' })])

  it('takes exactly these for loaded, and leaves alone what no backend tells', () => {
    const seen = explained({ loaded: ['llama3.1:8b@desk', 'LLAMA3.2:3B'] }, snapshot)
    const loaded = seen.plan.candidates.flatMap(({ placement: { key, loaded: is } }) =>
      is === true ? key : [],
    )
    expect(loaded.toSorted()).toEqual(['llama3.1:8b@desk', 'llama3.2:3b@home'])
    expect(at('gemma2:9b@desk', seen)?.placement.loaded).toBeUndefined()
    expect(at('llama3.1:8b@home', seen)?.latency.load).toBeGreaterThan(0)
    expect(at('llama3.1:8b@desk', seen)?.latency.load).toBe(0)
  })

  it('takes a model for loaded wherever it lies', () => {
    const seen = explained({ loaded: ['llama3.1:8b'] }, snapshot)
    expect(at('llama3.1:8b@home', seen)?.latency.load).toBe(0)
    expect(at('llama3.1:8b@desk', seen)?.latency.load).toBe(0)
  })

  it('leaves the catalog as it was', () => {
    const before = structuredClone(snapshot.catalog)
    explained({ loaded: [], exclude: ['llama3.1:8b'], session: 'llama3.2:3b' }, snapshot)
    expect(snapshot.catalog).toEqual(before)
  })
})

describe('supposing more', () => {
  it('leaves out those that are excluded, on one backend or everywhere', () => {
    const twice = snapshotOf([...FLEET, placement('llama3.1:8b', { backend: 'desk' })])
    const one = explained({ exclude: ['llama3.1:8b@desk'] }, twice)
    expect(keysOf(one)).toContain('llama3.1:8b@home')
    expect(keysOf(one)).not.toContain('llama3.1:8b@desk')
    const both = explained({ exclude: ['llama3.1:8b'] }, twice)
    expect(keysOf(both).filter((key) => key.startsWith('llama3.1'))).toEqual([])
    expect(both.plan.rejected.filter(({ reason }) => reason === 'excluded')).toHaveLength(2)
  })

  it('weighs by the preference that is given, whatever the policy', () => {
    const wishes = { policy: 'quality' }
    const asked = { request: request('Hello', { wishes }), qualityPreference: 0 }
    const { intent, plan } = explained(asked)
    expect(intent.policy).toMatchObject({ name: 'quality', qualityPreference: 0 })
    const seconds = plan.candidates.map(({ latency: { queue, load, prefill, decode } }) =>
      [queue, load, prefill, decode].reduce((sum, one) => sum + one),
    )
    expect(seconds).toEqual(seconds.toSorted((a, b) => a - b))
  })

  it('lets the conversation be where its model is in memory, with what it has read', () => {
    const cold = placement('llama3.1:8b', { backend: 'cold', loaded: false })
    const snapshot = snapshotOf([cold, ...FLEET])
    const words = 'word '.repeat(2000)
    const messages = [
      { role: 'user', content: words },
      { role: 'assistant', content: 'Well.' },
      { role: 'user', content: 'thanks' },
    ] as const
    const alone = explained({ request: request(messages) }, snapshot)
    const seen = explained({ request: request(messages), session: 'llama3.1:8b' }, snapshot)
    const [before, after] = [alone, seen].map((one) => at('llama3.1:8b@home', one)?.latency.prefill)
    expect(after).toBeLessThan((before ?? 0) / 10)
    expect(at('llama3.1:8b@cold', seen)?.latency.prefill).toBe(
      at('llama3.1:8b@cold', alone)?.latency.prefill,
    )
    expect(at('llama3.2:3b@home', alone)?.switchCost).toBe(0)
    expect(at('llama3.2:3b@home', seen)?.switchCost).toBeGreaterThan(0)
  })
})

describe('what cannot be supposed', () => {
  it.each([
    [{ loaded: ['llama3.1:8b', 'lama3.2:3b'] }, 'overrides.loaded[1]', 'llama3.2:3b'],
    [{ exclude: ['llama3.1:8b@hom'] }, 'overrides.exclude[0]', 'llama3.1:8b@home'],
    [{ session: 'qwen2.5:32' }, 'session', 'qwen2.5:32b'],
  ])('%j is told with the field and the nearest name', (question, param, near) => {
    expect(() => explained(question)).toThrow(
      expect.objectContaining({
        code: 'invalid_request',
        message: expect.stringContaining(`"${near}"`),
        details: expect.objectContaining({ param }),
      }),
    )
  })
})

describe('a plan that is explained', () => {
  it('is the one that a request would get', () => {
    const live = new LiveStates({ now: () => 5 })
    const busy = live.begin(FLEET[1] ?? placement('x'))
    live.observe(busy, { usage: { input: 10, output: 90 }, firstContentMs: 100, totalMs: 9000 })
    const seen = explained({}, snapshotOf(FLEET), live)
    expect(at(busy.placement.key, seen)?.latency.queue).toBeGreaterThan(0)
    expect(explained({}, snapshotOf(FLEET), live)).toEqual(seen)
  })

  it('tells who may not fetch an address', () => {
    const content = [{ type: 'image', url: 'https://example.org/a.png' }] as const
    const asked = { request: request([{ role: 'user', content }]) }
    const { plan } = explained(asked)
    expect(plan.candidates).toEqual([])
    expect(plan.error?.code).toBe('media_url_not_allowed')
    expect(plan.rejected.find(({ filter }) => filter === 'media')?.placement.model).toBe(
      'qwen2.5vl:7b',
    )
    const allowed = explained(asked, snapshotOf(FLEET, { fetching: ['home'] }))
    expect(keysOf(allowed)).toEqual(['qwen2.5vl:7b@home'])
  })
})

describe('a conversation by its name', () => {
  const snapshot = snapshotOf(FLEET)
  const key = sessionKey(request('Hello', { model: snapshot.names.external }), {
    conversation: 'tea-party',
    identity: 'a client',
  })

  it('stays with the model that answered it', () => {
    const sessions = new Sessions()
    sessions.note(key, { model: 'qwen2.5:32b', placement: 'qwen2.5:32b@home', tokens: 900 })
    const seen = explained({ session: 'tea-party' }, snapshot, new LiveStates(), sessions)
    expect(keysOf(seen)[0]).toBe('qwen2.5:32b@home')
    expect(at('llama3.2:3b@home', seen)?.switchCost).toBeGreaterThan(0)
  })

  it('begins with it where nobody has heard of it', () => {
    expect(keysOf(explained({ session: 'tea-party' }, snapshot))).toEqual(
      keysOf(explained({}, snapshot)),
    )
  })
})
