import { describe, expect, it } from 'vitest'
import { request } from '../analysis/request.fixture.ts'
import type { ChatRequest } from '../contracts/chat.ts'
import type { PastDecision } from '../contracts/decision.ts'
import { NOTHING_LEARNED } from '../routing/abilities.ts'
import { unproven } from '../routing/ability.ts'
import { FLEET, OPTIONS, placement } from '../routing/fleet.fixture.ts'
import { priorOf } from '../routing/prior.ts'
import { fromBatch, toBatch } from '../storage/decision-batch.ts'
import { numberedRecord } from '../storage/numbered-record.fixture.ts'
import { type Circumstances, decide } from './decide.ts'
import { decisionRecord } from './decision-record.ts'
import { LiveStates } from './live-states.ts'
import { withoutBarredMedia } from './media-urls.ts'
import { replay } from './replay.ts'
import type { Snapshot } from './serving.ts'
import { snapshotOf } from './snapshot.fixture.ts'

const LEARNED = unproven(priorOf(placement('a')))
const NOW = { program: '1', weights: 'no heads' }

interface Case {
  readonly asked?: ChatRequest
  readonly snapshot?: Snapshot
  readonly live?: LiveStates
  readonly circumstances?: Circumstances
}

/** A decision, and the same as it is kept. */
function decided({
  asked = request('Prove that there are infinitely many primes.'),
  snapshot = snapshotOf(FLEET),
  live = new LiveStates(),
  circumstances = {},
}: Case = {}) {
  const decision = decide({ live }, snapshot, asked, circumstances)
  const plan = withoutBarredMedia(decision.plan, asked, snapshot.backends)
  const { model } = asked
  const record = decisionRecord({ program: '1' }, { decision, plan, snapshot, model })
  const batch = toBatch([{ ...numberedRecord(1), decision: record }], 1)
  const stored = batch && fromBatch(batch, numberedRecord(1).id)
  if (stored === undefined) throw new Error('it was not stored')
  const past: PastDecision = {
    ...{ id: 'a', requestId: 'b', at: 1, world: record.world(), beliefs: record.beliefs() },
    ...stored.matter,
  }
  return { plan, past }
}

function figuresOf(plan: ReturnType<typeof replay>['plan']): object {
  return plan.candidates.map((one) => ({
    ...one,
    ...{ key: one.placement.key, placement: 0, reason: one.reason, qualitySd: one.qualitySd },
  }))
}

/** A moment at which one model is slow and busy, another fails, and time goes on between looks. */
function eventful(): LiveStates {
  let now = 1000
  const live = new LiveStates({ now: () => now++, random: () => 0.5 })
  const [first, second, third] = FLEET
  if (first === undefined || second === undefined || third === undefined) return live
  const slow = live.begin(first)
  live.observe(slow, { usage: { input: 900, output: 30 }, firstContentMs: 700, totalMs: 4000 })
  live.begin(first)
  const quick = live.begin(third)
  live.observe(quick, { usage: { input: 900, output: 70 }, firstContentMs: 300, totalMs: 2000 })
  live.end(quick)
  return live
}

const IMAGE = [{ type: 'image', url: 'https://example.org/a.png' }] as const

const CASES: Readonly<Record<string, Case>> = {
  'a plain request': {},
  'a moment with much under way': { live: eventful() },
  'a conversation': {
    circumstances: { session: { model: 'llama3.1:8b', placement: 'llama3.1:8b@home', tokens: 40 } },
  },
  'something tried out': {
    snapshot: snapshotOf(FLEET, {
      routing: { ...OPTIONS, exploration: 1 },
      abilities: { ...NOTHING_LEARNED, requests: 1e6, learned: new Map([['a@b', LEARNED]]) },
    }),
    circumstances: { seed: 77 },
  },
  'an alias that means a policy': { asked: request('Hello', { model: 'fast' }) },
  'a model by its name': { asked: request('Hello', { model: 'qwen2.5:0.5b' }) },
  'wishes of the client': {
    asked: request('Hello', {
      wishes: { policy: 'cost', models: ['llama3.2:3b', 'qwen2.5:32b'], maxSeconds: 60 },
    }),
  },
  'a model that there is not': { asked: request('Hello', { model: 'gpt-7' }) },
  'an address that nobody may fetch': { asked: request([{ role: 'user', content: IMAGE }]) },
  'an address that one may fetch': {
    asked: request([{ role: 'user', content: IMAGE }]),
    snapshot: snapshotOf([...FLEET, placement('llava:7b', { backend: 'desk' })], {
      fetching: ['desk'],
    }),
  },
  'no models at all': { snapshot: snapshotOf([]) },
}

describe('a past decision', () => {
  it.each(Object.entries(CASES))('comes out the same, bit for bit: %s', (_, one) => {
    const { plan, past } = decided(one)
    const again = replay(past, NOW)
    expect(again).toMatchObject({ same: true, differs: [] })
    expect(figuresOf(again.plan)).toEqual(figuresOf(plan))
    expect(again.plan.error?.message).toBe(plan.error?.message)
    expect(again.plan.rejected.map(({ reason }) => reason)).toEqual(
      plan.rejected.map(({ reason }) => reason),
    )
  })

  it('is kept with what was tried out in it, and where the conversation was', () => {
    const tried = decided(CASES['something tried out']).past
    expect(tried.exploration).toEqual({ seed: 77, scale: 1 })
    expect(replay({ ...tried, exploration: undefined }, NOW).same).toBe(false)
    expect(decided(CASES['a conversation']).past.session?.model).toBe('llama3.1:8b')
  })

  it('says which program and which weights are others', () => {
    const { past } = decided()
    expect(replay(past, { ...NOW, program: '2' })).toMatchObject({
      same: true,
      differs: ['program'],
    })
    expect(replay(past, { ...NOW, weights: 'b' }).differs).toEqual(['weights'])
  })

  it('says that another decision comes of it, or the same by other figures', () => {
    const { past } = decided()
    expect(replay({ ...past, chosen: 'x@y' }, NOW)).toMatchObject({
      same: false,
      differs: ['decision'],
    })
    const off = { ...past, utility: (past.utility ?? 0) * (1 + Number.EPSILON) }
    expect(replay(off, NOW)).toMatchObject({ same: false, differs: ['utility'] })
  })

  it('may be asked what another policy would have made of it', () => {
    const { past } = decided()
    const fast = replay(past, { ...NOW, policy: 'speed' })
    expect(fast).toMatchObject({ same: undefined, differs: [] })
    expect(fast.intent.policy.name).toBe('speed')
    expect(fast.plan.rates.perSecond).toBeGreaterThan(replay(past, NOW).plan.rates.perSecond)
  })
})

it('states are read once for a decision, and only remarkable ones are kept', () => {
  const { past } = decided({ live: eventful() })
  expect([...past.states.keys()].toSorted()).toEqual(['llama3.1:8b@home', 'qwen2.5:0.5b@home'])
})
