import { describe, expect, it } from 'vitest'
import { keeps } from './rules.ts'
import { numberIn, says } from './short-answer.ts'

describe('numberIn', () => {
  it.each([
    ['Answer: 42', 42],
    ['6 * 7 is\nAnswer: 42 (6*7)', 42],
    ['Answer: 6 * 7 = 42', 42],
    ['Answer: 1 000', 1000],
    ['Answer: 1,000.5', 1000.5],
    ['Answer: −3', -3],
    ['**Answer:** $\\boxed{17}$', 17],
    ['First 3, then 4.', 4],
    ['Answer: none', Number.NaN],
    ['I do not know.', Number.NaN],
  ])('reads %j', (text, number) => {
    expect(numberIn(text)).toBe(number)
  })
})

describe('says', () => {
  it.each([
    'Paris',
    'paris.',
    'It is Paris.',
    'Paris is the capital.',
    'I think so.\nAnswer: Paris',
    '**Paris**',
  ])('takes %j', (text) => {
    expect(says(text, ['Paris'])).toBe(true)
  })

  it.each([
    'It is not Paris.',
    "It isn't Paris",
    'London Paris Rome',
    'Paris or Rome',
    'Nicht Paris',
    'Parisian',
    '',
    'There are many capitals in the world, and one of the loveliest of them is Paris',
  ])('does not take %j', (text) => {
    expect(says(text, ['Paris'])).toBe(false)
  })
})

it('is read in time that grows with the text only', () => {
  const long = 400_000
  expect(says(`Answer: a${'.'.repeat(long)}b`, ['c'])).toBe(false)
  for (const text of ['.'.repeat(long), `${'.'.repeat(long)}${'”'.repeat(long)}x`])
    expect(keeps(`${text}a`, { sentences: [5, 5] })).toBe(false)
  expect(keeps(`${'.'.repeat(long)}a`, { lineEndings: ['b'] })).toBe(false)
})
