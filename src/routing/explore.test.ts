import { describe, expect, it } from 'vitest'
import { NOTHING_LEARNED } from './abilities.ts'
import { unproven } from './ability.ts'
import { demandOf } from './demand.ts'
import { mayExplore, tried } from './explore.ts'
import { placement, profileOf } from './fleet.fixture.ts'
import { policyOf } from './policies.ts'
import { priorOf } from './prior.ts'

const WORK = profileOf('code', 0.5)
const ABILITY = unproven(priorOf(placement('llama3.1:8b')))
const SEEN = { ...NOTHING_LEARNED, learned: new Map([['a@b', ABILITY]]), requests: 2000 }
const FREE = { policy: policyOf('balanced', 0.5) }

describe('exploring', () => {
  it('is allowed where the router is free, and has seen enough', () => {
    expect(mayExplore(WORK, FREE, SEEN)).toBe(true)
    expect(mayExplore(WORK, FREE, { ...SEEN, requests: 1999 })).toBe(false)
    expect(mayExplore(WORK, FREE, { ...NOTHING_LEARNED, requests: 5000 })).toBe(false)
    expect(mayExplore(WORK, { policy: policyOf('quality', 0.5) }, SEEN)).toBe(false)
    expect(mayExplore(WORK, { ...FREE, only: ['a', 'b'] }, SEEN)).toBe(false)
    expect(mayExplore({ kind: 'housekeeping' }, FREE, SEEN)).toBe(false)
  })

  it('draws from the doubt, anew for each seed and each model', () => {
    const demand = demandOf(WORK)
    const draw = (seed: number, model = 'llama3.1:8b') =>
      tried(model, ABILITY, demand, { seed, scale: 0.5 })
    const draws = Array.from({ length: 4000 }, (_, seed) => draw(seed))
    const mean = draws.reduce((sum, one) => sum + one, 0) / draws.length
    const variance = draws.reduce((sum, one) => sum + (one - mean) ** 2, 0) / draws.length
    expect(mean).toBeCloseTo(0, 1)
    expect(Math.sqrt(variance)).toBeGreaterThan(0.9 * 0.5)
    expect(Math.sqrt(variance)).toBeLessThan(1.1 * 0.5 * 1.04)
    expect(draw(7)).toBe(draw(7))
    expect(draw(7)).not.toBe(draw(7, 'qwen2.5:7b'))
  })
})
