import { describe, expect, it } from 'vitest'
import type { Placement } from '../contracts/model.ts'
import { demandOf, priorAbility } from './ability.ts'
import { placement, profileOf } from './fleet.fixture.ts'
import { totalSeconds } from './latency.ts'
import { ratesFor, type Scales, type Weighed, weigh } from './utility.ts'

const PROFILE = profileOf('code', 0.4)
const STATE = { open: false, busy: 0 }

function weighed(
  loaded: boolean,
  scales: Partial<Scales> = {},
  more: Partial<Pick<Placement, 'loading' | 'problem'>> = {},
): Weighed {
  const one = placement('llama3.1:8b', { loaded, ...more })
  return weigh(one, STATE, priorAbility(one), {
    profile: PROFILE,
    demand: demandOf(PROFILE),
    rates: ratesFor(0.5, PROFILE.difficulty),
    paceOf: () => 1,
    occupied: new Set(['home']),
    costOf: () => 0.25,
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
    expect(cost).toBe(0.25)
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
})
