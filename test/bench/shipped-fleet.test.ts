import { describe, expect, it } from 'vitest'
import { shippedFleet } from '../../bench/routing/shipped-fleet.ts'
import { FAMILIES, type Family, type PromptProfile, SUBJECTS } from '../../src/contracts/routing.ts'

const MODELS = ['llama-3.1-8b-instruct', 'llama-3.3-70b-instruct', 'gemma-2-9b-it']
const [SMALL, LARGE, OTHER] = [0, 1, 2]

function profile(family: Family, difficulty = 0.5): PromptProfile {
  const only = <Name extends string>(names: readonly Name[], one: Name): Record<Name, number> =>
    Object.fromEntries(names.map((name) => [name, name === one ? 1 : 0])) as Record<Name, number>
  return {
    kind: 'chat',
    families: only(FAMILIES, family),
    subjects: only(SUBJECTS, 'other'),
    choice: 0,
    difficulty,
    needs: [],
    tokensIn: 50,
    tokensOut: 300,
    tokensNeeded: 350,
  }
}

/** So many answers of one model, of which the first are right. */
function answers(model: number, family: Family, right: number, count = 40) {
  return Array.from({ length: count }, (_, at) => ({
    model,
    work: profile(family),
    y: at < right ? 1 : 0,
  }))
}

const start = shippedFleet(MODELS)
const taught = start.folded([
  ...answers(SMALL, 'math', 39),
  ...answers(LARGE, 'math', 10),
  ...answers(OTHER, 'math', 10),
  ...answers(SMALL, 'code', 10),
  ...answers(LARGE, 'code', 39),
  ...answers(OTHER, 'code', 10),
])

describe('the shipped fleet', () => {
  it('starts from what names let one expect', () => {
    const [small = 0, large = 0] = start.qualities(profile('math'))
    expect(large).toBeGreaterThan(small)
    expect(start.choose(profile('math')).model).toBe(LARGE)
  })

  it('learns which model is good at what, and changes nothing before', () => {
    expect(taught.choose(profile('math')).model).toBe(SMALL)
    expect(taught.choose(profile('code')).model).toBe(LARGE)
    expect(start.choose(profile('math')).model).toBe(LARGE)
  })

  it('forgets one model and keeps the others', () => {
    const fleet = taught.without(SMALL)
    expect(fleet.choose(profile('math')).model).not.toBe(SMALL)
    const [, before = 0] = taught.qualities(profile('code'))
    const [, after = 0] = fleet.qualities(profile('code'))
    expect(after).toBeCloseTo(before, 1)
    const again = fleet.folded([...answers(SMALL, 'math', 39), ...answers(SMALL, 'code', 10)])
    expect(again.choose(profile('math')).model).toBe(SMALL)
    expect(again.choose(profile('code')).model).toBe(LARGE)
  })

  it('believes claims only as far as the router does', () => {
    const few = start.folded([
      ...answers(LARGE, 'math', 20),
      ...answers(SMALL, 'math', 3, 3),
      ...answers(OTHER, 'math', 20),
    ])
    const { believed } = few.choose(profile('math'))
    expect(believed).toHaveLength(3)
    expect(believed.every((share) => share > 0 && share < 1)).toBe(true)
  })

  it('learns from single ratings', () => {
    const worse = { model: LARGE, work: profile('math'), y: 0 }
    let fleet = start
    for (let at = 0; at < 30; at++) fleet = fleet.rated(worse)
    expect(fleet.qualities(profile('math'))[LARGE]).toBeLessThan(
      start.qualities(profile('math'))[LARGE] ?? 0,
    )
  })

  it('tries others out only where the router may', () => {
    const chosenBy = (preference: number, requests: number): Set<number> => {
      const worse = { model: LARGE, work: profile('chat'), y: 0.5 }
      const fleet = shippedFleet(MODELS, preference).rated(worse)
      const seeds = Array.from({ length: 200 }, (_, seed) => seed * 7_919)
      return new Set(seeds.map((seed) => fleet.choose(profile('chat'), { seed, requests }).model))
    }
    expect(chosenBy(0.99, 100_000).size).toBeGreaterThan(1)
    expect(chosenBy(0.99, 0).size).toBe(1)
    expect(chosenBy(1, 100_000).size).toBe(1)
  })
})
