import { expect, it } from 'vitest'
import type { SkillProfile } from '../../contracts/learning.ts'
import { FAMILIES } from '../../contracts/routing.ts'
import { tied, worth } from './worth.ts'

function skill(quality: number, sd: number, code = quality): SkillProfile {
  const evidence = { probe: 0, judge: 0, benchmark: 0, feedback: 0, outcome: 0 }
  const entries = FAMILIES.map((family) => [
    family,
    { quality: family === 'code' ? code : quality, sd, evidence },
  ])
  return { theta: 0, sd, families: Object.fromEntries(entries) }
}

it('to know more is worth most of who may be the best and is not known well', () => {
  const [best, doubtful, sure, hopeless] = [
    skill(0.9, 0.05),
    skill(0.85, 0.2),
    skill(0.85, 0.01),
    skill(0.2, 0.2),
  ]
  const all = [best, doubtful, sure, hopeless]
  const order = all.toSorted((one, other) => worth(other, all) - worth(one, all))
  expect(order[0]).toBe(doubtful)
  expect(order.slice(2)).toContain(sure)
  expect(order.slice(2)).toContain(hopeless)
})

it('models tie at the kinds of work at which they are close to the best, tools only among those that can', () => {
  const rivals = [
    { key: 'a', skill: skill(0.8, 0.05, 0.9), calls: true },
    { key: 'b', skill: skill(0.79, 0.05, 0.5), calls: false },
    { key: 'c', skill: skill(0.3, 0.05), calls: true },
  ]
  const ties = tied(rivals)
  expect(ties.get('a')).toEqual(ties.get('b'))
  expect(ties.get('a')?.has('math')).toBe(true)
  expect(ties.get('a')?.has('code')).toBe(false)
  expect(ties.get('a')?.has('tools')).toBe(false)
  expect(ties.get('c')?.size).toBe(0)
})
