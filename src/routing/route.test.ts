import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Placement } from '../contracts/model.ts'
import { FAMILIES, type LiveState, type Plan, type PromptProfile } from '../contracts/routing.ts'
import {
  catalogOf,
  FLEET,
  liveOf,
  OPTIONS,
  placement,
  profileOf,
  reported,
} from './fleet.fixture.ts'
import { totalSeconds } from './latency.ts'
import { type RouteOptions, route } from './route.ts'

const SMALL_TALK = profileOf('chat', 0.02, { tokensOut: 50 })
const HARD_CODE = profileOf('code', 0.7, { tokensOut: 500 })

interface Given {
  readonly fleet?: readonly Placement[]
  readonly live?: LiveState
  readonly options?: Partial<RouteOptions>
}

function plan(
  profile: PromptProfile,
  { fleet = FLEET, live = liveOf(), options }: Given = {},
): Plan {
  const catalog = catalogOf(fleet)
  return route({
    profile,
    target: { kind: 'route' },
    catalog,
    live,
    options: { ...OPTIONS, ...options },
  })
}

function chosen(profile: PromptProfile, given?: Given): string | undefined {
  return plan(profile, given).candidates[0]?.placement.model
}

function models({ candidates }: Plan): string[] {
  return candidates.map((candidate) => candidate.placement.model)
}

describe('route', () => {
  it('gives hard work to the larger and small talk to the smaller model', () => {
    expect(chosen(HARD_CODE)).toBe('qwen2.5:32b')
    expect(chosen(profileOf('math', 0.6))).toBe('qwen2.5:32b')
    expect(['qwen2.5:0.5b', 'llama3.2:3b']).toContain(chosen(SMALL_TALK))
  })

  it.each([
    ['llama3.2:1b', 'llama3.1:8b'],
    ['qwen2.5:0.5b', 'qwen2.5:7b'],
    ['llama3.1:8b', 'llama3.3:70b'],
    ['gemma3:4b', 'gemma3:27b'],
  ])('of %s and %s prefers the second for hard work only', (small, large) => {
    for (const loaded of [true, undefined, false]) {
      const fleet = [placement(small, { loaded }), placement(large, { loaded })]
      expect(chosen(HARD_CODE, { fleet })).toBe(large)
      expect(chosen(SMALL_TALK, { fleet })).toBe(small)
    }
  })

  it('chooses the specialist for its own work and not for other work', () => {
    const fleet = [placement('qwen2.5-coder:7b'), placement('qwen2.5:7b')]
    expect(chosen(profileOf('code', 0.3), { fleet })).toBe('qwen2.5-coder:7b')
    expect(chosen(profileOf('writing', 0.3), { fleet })).toBe('qwen2.5:7b')
  })

  it('never chooses less than 8 billion parameters for hard code when such a model is there', () => {
    const small = ['qwen2.5-coder:7b', 'qwen2.5-coder:1.5b', 'llama3.2:3b', 'opaque'].map((id) =>
      placement(id, { loaded: true }),
    )
    const large = placement('llama3.1:8b', { loaded: false })
    expect(chosen(HARD_CODE, { fleet: [...small, large] })).toBe('llama3.1:8b')
    const [first] = plan(HARD_CODE, { fleet: small }).candidates
    expect(first?.reason).toContain('small for this work')
  })

  it('prefers a smaller model that works over a large enough one that fails', () => {
    const fleet = [placement('qwen2.5-coder:7b'), placement('llama3.1:8b')]
    const live = liveOf({ 'llama3.1:8b@home': { open: true } })
    expect(models(plan(HARD_CODE, { fleet, live }))).toEqual(['qwen2.5-coder:7b', 'llama3.1:8b'])
  })

  it('does not take a model of unknown size for a large one', () => {
    const fleet = [placement('opaque'), placement('llama3.1:8b')]
    expect(chosen(profileOf('reasoning', 0.4), { fleet })).toBe('llama3.1:8b')
  })

  it.each([SMALL_TALK, profileOf('knowledge', 0.3), HARD_CODE])(
    'raises quality and latency with the preference (%#)',
    (profile) => {
      const firsts = Array.from({ length: 41 }, (_, step) => {
        const [first] = plan(profile, { options: { qualityPreference: step / 40 } }).candidates
        return { quality: first?.quality ?? 0, seconds: first ? totalSeconds(first.latency) : 0 }
      })
      for (const [step, { quality, seconds }] of firsts.slice(1).entries()) {
        expect(quality).toBeGreaterThanOrEqual(firsts[step]?.quality ?? 1)
        expect(seconds).toBeGreaterThanOrEqual(firsts[step]?.seconds ?? 1e9)
      }
    },
  )

  it('picks the fastest at 0 and the best at 1', () => {
    const work = profileOf('knowledge', 0.15)
    const all = plan(work).candidates
    const [fast] = plan(work, { options: { qualityPreference: 0 } }).candidates
    expect(fast && totalSeconds(fast.latency)).toBe(
      Math.min(...all.map(({ latency }) => totalSeconds(latency))),
    )
    const [good] = plan(work, { options: { qualityPreference: 1 } }).candidates
    expect(good?.quality).toBe(Math.max(...all.map(({ quality }) => quality)))
  })

  it('never routes to embedding, audio or image models', () => {
    const { candidates, rejected } = plan(SMALL_TALK)
    expect(candidates).toHaveLength(6)
    expect(rejected.map(({ placement: { model }, filter }) => [model, filter])).toEqual([
      ['nomic-embed-text', 'role'],
      ['whisper-large-v3', 'role'],
      ['stable-diffusion-3.5', 'role'],
    ])
  })

  it('sends images only to models known to read them', () => {
    expect(models(plan(profileOf('chat', 0.1, { needs: ['vision'] })))).toEqual(['qwen2.5vl:7b'])
    const fleet = [placement('opaque'), placement('other', { facts: { capabilities: {} } })]
    const refused = plan(profileOf('chat', 0.1, { needs: ['vision'] }), { fleet })
    expect(refused.rejected[0]?.reason).toBe('not known to read images')
  })

  it('sends tools to models that can call them, and to unknown ones only after those', () => {
    const able = placement('the-able', { facts: { capabilities: { tools: reported(true) } } })
    const unable = placement('unable', { facts: { capabilities: { tools: reported(false) } } })
    const fleet = [placement('another'), unable, able]
    const work = profileOf('tools', 0.3, { needs: ['tools'] })
    expect(models(plan(work, { fleet }))).toEqual(['the-able', 'another'])
  })

  it('puts what failed lately last, and still offers it', () => {
    const live = liveOf({ 'qwen2.5:32b@home': { open: true } })
    const order = models(plan(HARD_CODE, { live }))
    expect(order.at(-1)).toBe('qwen2.5:32b')
  })

  it('rejects what is down', () => {
    const fleet = [placement('llama3.1:8b'), placement('qwen2.5:32b', { up: false, backend: 'b' })]
    const { candidates, rejected } = plan(HARD_CODE, { fleet })
    expect(candidates).toHaveLength(1)
    expect(rejected[0]).toMatchObject({ filter: 'health', reason: 'its backend is down' })
  })

  it('prefers the placement of a model that is loaded and less busy', () => {
    const one = placement('llama3.1:8b', { backend: 'a' })
    const other = placement('llama3.1:8b', { backend: 'b' })
    const cold = placement('llama3.1:8b', { backend: 'c', loaded: false })
    const live = liveOf({ [one.key]: { busy: 2 } })
    const { candidates } = plan(SMALL_TALK, { fleet: [cold, one, other], live })
    expect(candidates.map((candidate) => candidate.placement.backend)).toEqual(['b', 'a', 'c'])
  })

  it('takes measured speed over estimated, for neighbours on the same backend too', () => {
    const live = liveOf({ 'llama3.1:8b@home': { decodeTps: 4 } })
    const [first] = plan(HARD_CODE, { live }).candidates
    const slow = plan(HARD_CODE, { live }).candidates.find(
      (candidate) => candidate.placement.model === 'qwen2.5:32b',
    )
    expect(slow?.latency.decode).toBeGreaterThan(300)
    expect(first?.placement.model).toBe('llama3.1:8b')
  })

  it('keeps a background task on what is loaded, if anything is', () => {
    const task = { ...SMALL_TALK, kind: 'housekeeping' as const }
    const big = placement('llama3.1:405b')
    const small = placement('qwen2.5:0.5b', { loaded: false })
    expect(chosen(task, { fleet: [small, big] })).toBe('llama3.1:405b')
    expect(chosen(task, { fleet: [small] })).toBe('qwen2.5:0.5b')
    expect(chosen(task, { options: { qualityPreference: 1 } })).toBe('qwen2.5:0.5b')
  })

  it('uses what it is told of skill and prices', () => {
    const fleet = [placement('llama3.1:8b'), placement('llama3.2:3b')]
    const deltas = profileOf('code', 0).families
    const flat = { deltas, theta: 1, billions: 8, thinks: false }
    const abilityOf = ({ model }: Placement) => ({
      ...flat,
      theta: model === 'llama3.2:3b' ? 4 : 0,
    })
    expect(chosen(HARD_CODE, { fleet, options: { abilityOf } })).toBe('llama3.2:3b')
    const dear = plan(HARD_CODE, { fleet, options: { costOf: () => 0.5 } }).candidates[0]
    const free = plan(HARD_CODE, { fleet }).candidates[0]
    expect(dear?.cost).toBe(0.5)
    expect((free?.utility ?? 0) - (dear?.utility ?? 0)).toBeCloseTo(0.5)
  })

  it('gives reasons in printable ASCII', () => {
    const { candidates } = plan(HARD_CODE)
    expect(candidates[0]?.reason).toMatch(
      /^code 1, difficulty 0\.7: quality 0\.\d+, loaded, ~[\d.]+ s$/,
    )
    for (const { reason } of candidates) expect(reason).toMatch(/^[\x20-\x7e]{1,150}$/)
  })
})

describe('the order of candidates', () => {
  const anyPlacement = fc
    .record({
      model: fc.constantFrom('llama3.1:8b', 'qwen2.5:0.5b', 'qwen2.5:32b', 'opaque', 'qwen3:14b'),
      backend: fc.constantFrom('a', 'b', 'c', 'd'),
      loaded: fc.constantFrom(true, false, undefined),
      up: fc.boolean(),
      routable: fc.boolean(),
    })
    .map(({ model, ...rest }) => placement(model, rest))
  const anyFleet = fc.uniqueArray(anyPlacement, {
    selector: ({ key }) => key,
    minLength: 1,
    maxLength: 12,
  })
  const anyProfile = fc
    .record({
      family: fc.constantFrom(...FAMILIES),
      difficulty: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ family, difficulty }) => profileOf(family, difficulty))
  const anyPreference = fc.double({ min: 0, max: 1, noNaN: true })

  it('holds every placement once, as candidate or as rejected', () => {
    fc.assert(
      fc.property(anyFleet, anyProfile, anyPreference, (fleet, profile, qualityPreference) => {
        const { candidates, rejected, error } = plan(profile, {
          fleet,
          options: { qualityPreference },
        })
        const keys = [...candidates, ...rejected].map((entry) => entry.placement.key)
        expect(keys.sort()).toEqual(fleet.map(({ key }) => key).sort())
        expect(error === undefined).toBe(candidates.length > 0)
      }),
    )
  })

  it('depends on nothing but the input, not even on the order of the fleet', () => {
    fc.assert(
      fc.property(anyFleet, anyProfile, anyPreference, (fleet, profile, qualityPreference) => {
        const options = { qualityPreference }
        const order = (given: readonly Placement[]) =>
          plan(profile, { fleet: given, options }).candidates.map((one) => one.placement.key)
        expect(order(fleet)).toEqual(order([...fleet].reverse()))
      }),
    )
  })

  it('is not changed among others by a bad model that joins them', () => {
    const bad = placement('tinyllama:1.1b', {
      backend: 'z',
      facts: { quantisation: reported('Q2_K') },
    })
    fc.assert(
      fc.property(anyFleet, anyProfile, anyPreference, (fleet, profile, qualityPreference) => {
        const options = { qualityPreference }
        const before = plan(profile, { fleet, options }).candidates
        const after = plan(profile, { fleet: [...fleet, bad], options }).candidates
        const others = after.filter((candidate) => candidate.placement !== bad)
        expect(others.map((one) => one.placement.key)).toEqual(
          before.map((one) => one.placement.key),
        )
      }),
    )
  })
})
