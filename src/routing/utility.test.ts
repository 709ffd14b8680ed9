import { describe, expect, it } from 'vitest'
import type { Placement } from '../contracts/model.ts'
import type { PlacementState } from '../contracts/routing.ts'
import { unproven } from './ability.ts'
import { demandOf, logitOf } from './demand.ts'
import { placement, profileOf, reported } from './fleet.fixture.ts'
import { totalSeconds } from './latency.ts'
import { policyOf } from './policies.ts'
import { priorOf } from './prior.ts'
import { ratesFor, type Scales, type Weighed, weigh } from './utility.ts'

const PROFILE = profileOf('code', 0.4)
const DEMAND = demandOf(PROFILE)
const POLICY = policyOf('balanced', 0.5)

function weighed(
  loaded: boolean,
  scales: Partial<Scales> = {},
  more: Partial<Placement> = {},
  seen: Partial<PlacementState> = {},
): Weighed {
  const one = placement('llama3.1:8b', { loaded, ...more })
  const ability = unproven(priorOf(one))
  const logit = logitOf(ability, DEMAND)
  const state = { open: false, busy: 0, ...seen }
  const skilled = { placement: one, state, ability, logit, small: false, tier: 0 }
  return weigh(skilled, logit, {
    profile: PROFILE,
    demand: DEMAND,
    rates: ratesFor(0.5, PROFILE.difficulty),
    policy: POLICY,
    paceOf: () => 1,
    thinks: () => false,
    occupied: new Set(['home']),
    ...scales,
  })
}

describe('ratesFor', () => {
  it('meets the presets and lies between them on a logarithmic scale', () => {
    const perSecond = (preference: number) => ratesFor(preference, 0).perSecond
    expect(perSecond(0)).toBeCloseTo(1 / 10)
    expect(perSecond(0.25)).toBeCloseTo(Math.sqrt(1 / 600))
    expect(perSecond(0.5)).toBeCloseTo(1 / 60)
    expect(perSecond(1)).toBeCloseTo(1 / 600)
  })

  it('values a right answer the more the harder the work is', () => {
    expect(ratesFor(0.5, 0.7).value).toBeGreaterThan(5 * ratesFor(0.5, 0.1).value)
  })
})

describe('weigh', () => {
  it.each([true, false])('adds up to the utility (loaded: %s)', (loaded) => {
    const { quality, cost, latency, switchCost, utility } = weighed(loaded)
    const { value, perSecond } = ratesFor(0.5, PROFILE.difficulty)
    expect(utility).toBeCloseTo(
      value * quality - cost - perSecond * totalSeconds(latency) - switchCost,
      10,
    )
  })

  it('charges for a switch only when a loaded model may have to go', () => {
    expect(weighed(true).switchCost).toBe(0)
    expect(weighed(false).switchCost).toBeGreaterThan(0)
    expect(weighed(false, { occupied: new Set(['elsewhere']) }).switchCost).toBe(0)
    expect(weighed(false, {}, { loading: true }).switchCost).toBe(0)
  })

  it('does not count on a model that could not be loaded', () => {
    const broken = weighed(false, {}, { problem: 'its process ended' })
    expect(broken.quality).toBeLessThan(weighed(false).quality / 2)
    expect(broken.quality).toBeGreaterThan(0)
  })

  it('charges what a remote model costs, as often over as the policy says', () => {
    const price = reported({ input: 10, output: 30 })
    const facts = { ...placement('llama3.1:8b').facts, price }
    const remote = { remote: true, facts }
    const dollars = (10 * PROFILE.tokensIn + 30 * PROFILE.tokensOut) / 1e6
    const { cost, costKnown } = weighed(true, {}, remote)
    expect(cost).toBeCloseTo(4 * dollars, 10)
    expect(costKnown).toBe(true)
    expect(weighed(true, { policy: policyOf('cost', 0.5) }, remote).cost).toBeCloseTo(
      20 * dollars,
      10,
    )
    expect(weighed(true).cost).toBe(0)
  })

  it('never takes a remote model of unknown price for a free one', () => {
    const { cost, costKnown } = weighed(true, {}, { remote: true })
    expect(cost).toBeGreaterThan(0)
    expect(costKnown).toBe(false)
  })

  it('charges for leaving the model of a conversation, and nothing for what it has read', () => {
    const session = { model: 'llama3.1:8b', placement: 'llama3.1:8b@home', tokens: 50 }
    const stays = weighed(true, { session })
    expect(stays.switchCost).toBe(0)
    expect(stays.latency.prefill).toBe(0)
    const leaves = weighed(true, {
      session: { ...session, model: 'other', placement: 'other@home' },
    })
    expect(leaves.switchCost).toBeGreaterThan(0)
    expect(leaves.latency.prefill).toBeGreaterThan(0)
  })

  it('counts tokens as the model does, where that is known', () => {
    const usual = weighed(true).latency
    const more = weighed(true, {}, {}, { tokenRatio: 1.5 }).latency
    expect(more.prefill).toBeCloseTo(1.5 * usual.prefill, 10)
    expect(more.decode).toBe(usual.decode)
  })
})
