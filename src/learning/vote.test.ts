import { describe, expect, it } from 'vitest'
import type { AnswerGiven } from '../contracts/decision.ts'
import type { Opinion } from '../contracts/learning.ts'
import { workOf } from '../routing/work-of.ts'
import { evidenceOf, familyNamed } from './vote.ts'

const ANSWER: AnswerGiven = {
  ...{ id: 'r1', model: 'llama3.1:8b', backend: 'desk', at: 1 },
  work: workOf('chat', 0.2),
}
const OPINION: Opinion = {
  ...{ responseId: 'r1', voter: 'v', at: 9, score: -0.5 },
  ...{ category: undefined, comment: undefined },
}

describe('evidenceOf', () => {
  it.each([
    [1, 1, 1],
    [0.25, 1, 0.25],
    [-0.5, 0, 0.5],
  ])('a score of %d says %d, as heavy as %d', (score, y, weight) => {
    const seen = evidenceOf(ANSWER, { ...OPINION, score })
    expect(seen).toMatchObject({ key: 'vote:v:r1', source: 'feedback', y, weight, at: 9 })
    expect(seen?.work).toEqual(ANSWER.work)
    expect(seen?.placement).toBeUndefined()
  })

  it('says nothing where the vote does not, or nobody knows what was asked', () => {
    expect(evidenceOf(ANSWER, { ...OPINION, score: 0 })).toBeUndefined()
    expect(evidenceOf({ ...ANSWER, work: undefined }, OPINION)).toBeUndefined()
  })

  it('is about the kind of work that the voter names', () => {
    const seen = evidenceOf(ANSWER, { ...OPINION, category: 'coding' })
    expect(seen?.work.families).toMatchObject({ code: 1, chat: 0 })
    expect(seen?.work.difficulty).toBe(0.2)
  })
})

it.each([
  ['Code', 'code'],
  [' creativity ', 'writing'],
  ['factual', 'knowledge'],
  ['general', 'chat'],
])('%j is the family %s', (name, family) => {
  expect(familyNamed(name)).toBe(family)
})

it('a category that there is not is told with the nearest', () => {
  expect(() => familyNamed('reasonin')).toThrow('Did you mean "reasoning"?')
})
