import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Placement } from '../contracts/model.ts'
import { FAMILIES, type Family } from '../contracts/routing.ts'
import { liveOf, placement, profileOf, reported } from './fleet.fixture.ts'
import { totalSeconds } from './latency.ts'
import { chosen, HARD_CODE, judged, models, plan, SMALL_TALK } from './plan.fixture.ts'

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

  it('chooses the specialist for its own work, once that is known, and not for other work', () => {
    const fleet = [placement('qwen2.5-coder:7b'), placement('qwen2.5:7b')]
    const work = profileOf('code', 0.5)
    expect(chosen(work, { fleet })).toBe('qwen2.5:7b')
    const abilities = judged(fleet, {
      'qwen2.5-coder:7b': { code: 0.95, writing: 0.4 },
      'qwen2.5:7b': { code: 0.7, writing: 0.8 },
    })
    expect(chosen(work, { fleet, abilities })).toBe('qwen2.5-coder:7b')
    expect(chosen(profileOf('writing', 0.5), { fleet, abilities })).toBe('qwen2.5:7b')
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

  it('does not leave the best model for one that was hardly judged, nor for one that is hardly better', () => {
    const fleet = [placement('qwen2.5:7b'), placement('llama3.1:8b')]
    const work = profileOf('code', 0.5)
    const best = { code: 0.6, knowledge: 0.9, writing: 0.9, chat: 0.9 }
    const other = { code: 1, knowledge: 0.3, writing: 0.3, chat: 0.3 }
    const quality = { qualityPreference: 1 }
    const guarded = (count: number, shares: Partial<Record<Family, number>> = other) => {
      const abilities = judged(fleet, { 'qwen2.5:7b': best, 'llama3.1:8b': shares }, count)
      return plan(work, { fleet, abilities, options: quality })
    }
    expect(models(guarded(9))).toEqual(['qwen2.5:7b', 'llama3.1:8b'])
    expect(guarded(9).guard).toMatchObject({ name: 'unproven', refused: 'llama3.1:8b@home' })
    expect(guarded(9).guard?.reason).toContain('9 of 10 answers')
    expect(models(guarded(12))).toEqual(['llama3.1:8b', 'qwen2.5:7b'])
    expect(guarded(12).guard).toBeUndefined()
    expect(guarded(20, { ...best, code: 0.65, writing: 0.8 }).guard?.reason).toMatch(
      /^better with a probability of 0\.5\d/,
    )
  })

  it('takes an unproven model for as good as the best one, and no better, where it is faster', () => {
    const fleet = [placement('qwen2.5:32b'), placement('qwen2.5-coder:7b')]
    const abilities = judged(fleet, { 'qwen2.5-coder:7b': { code: 1 } }, 9)
    const work = profileOf('code', 0.5)
    const [first, second] = plan(work, { fleet, abilities }).candidates
    expect(first?.placement.model).toBe('qwen2.5-coder:7b')
    expect(first?.quality).toBe(second?.quality)
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

  it('raises quality and latency with the preference, whatever is known of the models', () => {
    const share = fc.option(fc.constantFrom(0.1, 0.4, 0.7, 1), { nil: undefined })
    const anyShares = fc.dictionary(
      fc.constantFrom('llama3.1:8b', 'qwen2.5:0.5b', 'qwen2.5:32b', 'opaque', 'qwen3:14b'),
      fc.record({ code: share, chat: share }),
    )
    fc.assert(
      fc.property(anyFleet, anyProfile, anyShares, fc.constantFrom(3, 30), (some, ...rest) => {
        const [profile, shares, count] = rest
        const fleet = some.map((one) => ({ ...one, loaded: true, up: true, routable: true }))
        const abilities = judged(fleet, shares, count)
        let before = { quality: 0, seconds: 0 }
        for (let step = 0; step <= 10; step++) {
          const options = { qualityPreference: step / 10 }
          const [first] = plan(profile, { fleet, abilities, options }).candidates
          const quality = first?.quality ?? 0
          const seconds = first === undefined ? 0 : totalSeconds(first.latency)
          expect(quality).toBeGreaterThanOrEqual(before.quality)
          expect(seconds).toBeGreaterThanOrEqual(before.seconds)
          before = { quality, seconds }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('depends on facts and not on names where there are facts', () => {
    const facts = [
      { parameters: reported(8), family: reported('llama'), quantisation: reported('Q4_K_M') },
      { parameters: reported(32), family: reported('qwen2'), origin: reported('Qwen2.5') },
      { parameters: reported(7), family: reported('qwen2'), origin: reported('Qwen2.5-Coder') },
      { parameters: reported(1), family: reported('gemma3') },
    ]
    const named = ['llama3.1:8b', 'qwen2.5:32b', 'qwen2.5-coder:7b', 'gemma3:1b']
    const fleetOf = (names: readonly string[]) =>
      names.map((name, at) => placement(name, { facts: { ...facts[at], role: reported('chat') } }))
    fc.assert(
      fc.property(anyProfile, anyPreference, (profile, qualityPreference) => {
        const options = { qualityPreference }
        const order = (names: readonly string[]) =>
          models(plan(profile, { fleet: fleetOf(names), options })).map((id) => names.indexOf(id))
        expect(order(['m1', 'm2', 'm3', 'm4'])).toEqual(order(named))
      }),
    )
  })
})
