import { describe, expect, it } from 'vitest'
import { abilityOf, NOTHING_LEARNED } from './abilities.ts'
import { demandOf, logitOf, probability } from './demand.ts'
import { evidenceOf, placement } from './fleet.fixture.ts'
import { foldFleet } from './fleet-abilities.ts'
import { priorOf } from './prior.ts'
import { workOf } from './work-of.ts'

const MODELS = ['llama3.1:8b', 'qwen2.5:7b', 'gemma2:9b', 'mistral:7b'].map((id) => placement(id))

function known(shares: readonly (number | undefined)[], count = 40): ReturnType<typeof foldFleet> {
  const all = MODELS.map((one, at) => {
    const share = shares[at]
    const evidence = share === undefined ? [] : evidenceOf('math', share, count)
    return { key: one.key, prior: priorOf(one), evidence }
  })
  return foldFleet(all, 7)
}

function quality(abilities: ReturnType<typeof foldFleet>, at: number): number {
  const one = MODELS[at]
  const demand = demandOf(workOf('math', 0.5))
  return one === undefined ? Number.NaN : probability(logitOf(abilityOf(one, abilities), demand))
}

describe('what is believed of a fleet', () => {
  it('expects of a new model what those that were judged have in common', () => {
    const hard = known([0.2, 0.2, 0.2, undefined])
    const easy = known([0.9, 0.9, 0.9, undefined])
    const plain = quality(NOTHING_LEARNED, 3)
    expect(quality(hard, 3)).toBeLessThan(plain - 0.2)
    expect(quality(easy, 3)).toBeGreaterThan(quality(hard, 3) + 0.3)
  })

  it('keeps what is each model\u2019s own', () => {
    const abilities = known([0.2, 0.9, 0.5, undefined], 200)
    expect(quality(abilities, 0)).toBeCloseTo(0.2, 1)
    expect(quality(abilities, 1)).toBeCloseTo(0.9, 1)
  })

  it('without evidence is what was expected of each', () => {
    const abilities = known([])
    for (const at of MODELS.keys()) {
      expect(quality(abilities, at)).toBeCloseTo(quality(NOTHING_LEARNED, at), 9)
    }
    expect(abilities.requests).toBe(7)
  })

  it('takes the work that was judged for the usual work', () => {
    const math = directionShare(known([0.5, 0.5, 0.5, 0.5]).usual)
    expect(math).toBeGreaterThan(0.8)
    expect(directionShare(NOTHING_LEARNED.usual)).toBeCloseTo(1 / 8)
  })
})

/** How much of the usual work is mathematics, the second of the families behind the general skill. */
function directionShare(usual: Float64Array): number {
  return usual[2] ?? 0
}
