import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FAMILIES, type PlacementState, SUBJECTS } from '../contracts/routing.ts'
import { NOTHING_LEARNED } from './abilities.ts'
import { learn, unproven } from './ability.ts'
import { catalogOf, FLEET, inputOf, liveOf, OPTIONS, placement } from './fleet.fixture.ts'
import { beliefsFromText, beliefsToText } from './kept-beliefs.ts'
import { worldFromText, worldToText } from './kept-world.ts'
import { POLICY_NAMES, policyOf } from './policies.ts'
import { priorOf } from './prior.ts'
import { type RouteInput, route } from './route.ts'
import { workOf } from './work-of.ts'

const figure = fc.double({ min: 0.1, max: 5000, noNaN: true })
const share = fc.double({ min: 0, max: 1, noNaN: true })

function shares<Name extends string>(names: readonly Name[]) {
  return fc.array(share, { minLength: names.length, maxLength: names.length }).map((numbers) => {
    const total = numbers.reduce((sum, one) => sum + one, 1e-9)
    const entries = names.map((name, at) => [name, (numbers[at] ?? 0) / total])
    return Object.fromEntries(entries) as Record<Name, number>
  })
}

const placements = fc
  .uniqueArray(
    fc.record({
      model: fc.constantFrom(...FLEET.map(({ model }) => model), 'opaque', 'x"y\ud800', 'a@b'),
      backend: fc.constantFrom('home', 'desk', 'cloud'),
      remote: fc.boolean(),
      up: fc.boolean(),
      loaded: fc.constantFrom(true, false, undefined),
      sizeBytes: fc.option(fc.integer({ min: 1, max: 2 ** 36 }), { nil: undefined }),
      problem: fc.constantFrom(undefined, undefined, 'out of memory'),
    }),
    { minLength: 1, maxLength: 12, selector: ({ model, backend }) => `${model}@${backend}` },
  )
  .map((all) => all.map(({ model, ...rest }) => placement(model, rest)))

const profile = fc.record({
  kind: fc.constantFrom('chat', 'housekeeping'),
  families: shares(FAMILIES),
  subjects: shares(SUBJECTS),
  choice: share,
  difficulty: share,
  needs: fc.subarray(['tools', 'vision', 'json'] as const),
  tokensIn: fc.integer({ min: 0, max: 100_000 }),
  tokensOut: fc.integer({ min: 1, max: 4000 }),
  tokensNeeded: fc.integer({ min: 1, max: 120_000 }),
})

const state: fc.Arbitrary<PlacementState> = fc.record({
  open: fc.boolean(),
  busy: fc.nat(5),
  load: fc.option(fc.record({ running: fc.nat(9), waiting: fc.nat(9) }), { nil: undefined }),
  prefillTps: fc.option(figure, { nil: undefined }),
  decodeTps: fc.option(figure, { nil: undefined }),
  loadSeconds: fc.option(figure, { nil: undefined }),
})

const inputs: fc.Arbitrary<RouteInput> = fc
  .record({
    fleet: placements,
    profile,
    states: fc.array(state, { minLength: 12, maxLength: 12 }),
    policy: fc.constantFrom(...POLICY_NAMES),
    preference: share,
    judged: fc.array(fc.record({ at: fc.nat(11), y: share, family: fc.constantFrom(...FAMILIES) })),
    exploration: fc.option(fc.record({ seed: fc.integer(), scale: share }), { nil: undefined }),
    session: fc.option(fc.record({ at: fc.nat(11), tokens: fc.nat(9000) }), { nil: undefined }),
  })
  .map(({ fleet, judged, states, session, ...more }) => {
    const learned = new Map(
      fleet.map((one, index) => [
        one.key,
        judged
          .filter(({ at }) => at === index)
          .reduce(
            (ability, { y, family, at }) =>
              learn(ability, {
                ...{ model: one.model, source: 'judge', y, weight: 1, at },
                work: workOf(family, y),
              }),
            unproven(priorOf(one)),
          ),
      ]),
    )
    const known = Object.fromEntries(fleet.map(({ key }, at) => [key, states[at] ?? {}]))
    const last = session && fleet[session.at % fleet.length]
    const raising = new Set(['home'])
    const options = { ...OPTIONS, qualityPreference: more.preference, raising }
    return inputOf(more.profile, fleet, {
      options,
      catalog: catalogOf(fleet),
      intent: { policy: policyOf(more.policy, more.preference) },
      abilities: { ...NOTHING_LEARNED, learned },
      live: liveOf(known),
      session: last && { model: last.model, placement: last.key, tokens: session?.tokens ?? 0 },
      exploration: more.exploration,
    })
  })

/** The same, with all that is kept once written out and read again. */
function keptAndBack(input: RouteInput): RouteInput {
  const { catalog, options, abilities } = input
  const names = { external: 'r', aliases: [] }
  const world = worldFromText(worldToText({ catalog, names, options, fetching: [] }))
  const beliefs = beliefsFromText(beliefsToText(abilities))
  return { ...input, catalog: world.catalog, options: world.options, abilities: beliefs }
}

/** All that a plan says, its words and doubts too. */
function written(input: RouteInput): object {
  const { candidates, rejected, ...rest } = route(input)
  return {
    ...rest,
    candidates: candidates.map((one) => ({
      ...one,
      ...{ placement: one.placement.key, reason: one.reason, qualitySd: one.qualitySd },
    })),
    rejected: rejected.map((one) => ({ ...one, placement: one.placement.key })),
  }
}

describe('a world and beliefs that were kept', () => {
  it('decide as they did, to the last bit and in the same order', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        expect(written(keptAndBack(input))).toEqual(written(input))
      }),
      { numRuns: 200 },
    )
  })

  it('keep numbers that JSON has no word for', () => {
    const mean = Float64Array.of(-0, Number.NaN, 5e-324, 0.1 + 0.2)
    const ability = { ...unproven({ mean, covariance: mean }) }
    const kept = beliefsFromText(
      beliefsToText({ learned: new Map([['a', ability]]), usual: mean, requests: 3 }),
    )
    expect(Object.is(kept.learned.get('a')?.mean[0], -0)).toBe(true)
    expect(kept.learned.get('a')).toEqual(ability)
    expect(kept.usual).toEqual(mean)
  })
})

describe('the text of a world', () => {
  const names = { external: 'r', aliases: [] }
  const worldOf = (catalog: ReturnType<typeof catalogOf>) =>
    worldToText({ catalog, names, options: OPTIONS, fetching: [] })

  it('is the same after another look that found the same, however busy servers are', () => {
    const load = (running: number) => ({
      load: { value: { running, waiting: 0, at: running }, source: 'reported' as const },
    })
    const before = catalogOf([placement('llama3.2:3b', load(1))])
    const after = catalogOf([placement('llama3.2:3b', load(2))])
    expect(worldOf({ ...after, revision: 7, lookedAt: 99 })).toBe(worldOf(before))
  })

  it('is another once a model is loaded', () => {
    const cold = catalogOf([placement('llama3.2:3b', { loaded: false })])
    expect(worldOf(catalogOf([placement('llama3.2:3b')]))).not.toBe(worldOf(cold))
  })

  it('holds no address of a backend', () => {
    const catalog = catalogOf([placement('llama3.2:3b')])
    const backends = catalog.backends.map((one) => ({ ...one, url: 'http://me:secret@home' }))
    expect(worldOf({ ...catalog, backends })).not.toContain('secret')
  })
})
