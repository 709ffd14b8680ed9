import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../bench/routing/seeded-random.ts'
import { filled } from '../../training/filled.ts'

const FILLERS = {
  topic: ['bees', 'owls', 'rain', 'tax'],
  number: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
  code: ['if (a) { {topic}; {b|c} }'],
}

/** What many draws of a template can be. */
function draws(template: string): ReadonlySet<string> {
  const random = seededRandom(1)
  return new Set(Array.from({ length: 300 }, () => filled(template, FILLERS, random)))
}

describe('filled', () => {
  it('takes one of each choice, also of nothing and of choices within choices', () => {
    expect(draws('a {b|c|} d')).toEqual(new Set(['a b d', 'a c d', 'a d']))
    expect(draws('{a|b {c|d}}')).toEqual(new Set(['a', 'b c', 'b d']))
  })

  it('fills slots, in choices too', () => {
    expect(draws('on {topic}')).toEqual(new Set(['on bees', 'on owls', 'on rain', 'on tax']))
    expect(draws('{on {topic}|off}').size).toBe(5)
  })

  it('lets a slot hold the same each time, but not a number', () => {
    expect(draws('{topic} {topic}').size).toBe(4)
    expect(draws('{number} {number}').size).toBeGreaterThan(9)
  })

  it('does not look into what fills a slot', () => {
    expect(draws('{code}')).toEqual(new Set(['if (a) { {topic}; {b|c} }']))
  })

  it('leaves braces that are neither', () => {
    expect(draws('a {nothing} b {')).toEqual(new Set(['a {nothing} b {}']))
  })
})
