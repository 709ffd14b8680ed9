import { describe, expect, it } from 'vitest'
import { accuracyTable } from '../../bench/routing/accuracy-table.ts'
import { complexityScore } from '../../bench/routing/complexity-heuristic.ts'
import { keywordChoice, keywordSize } from '../../bench/routing/keyword-choice.ts'
import { keywordScores } from '../../bench/routing/keyword-heuristic.ts'
import { billionsActing, billionsActive } from '../../bench/routing/model-size.ts'
import { nearestNeighbours } from '../../bench/routing/nearest-neighbours.ts'
import { ridge } from '../../bench/routing/ridge.ts'

describe('sizes of models', () => {
  it('are read from the name, or known from what was published', () => {
    expect(billionsActive('Meta-Llama-3_1-70B-Instruct')).toBe(70)
    expect(billionsActive('jamba-1.5-large')).toBe(94)
    expect(billionsActing('jamba-1.5-large')).toBeCloseTo(Math.sqrt(398 * 94), 10)
    expect(billionsActive('Mixtral-8x7B-Instruct-v0.1')).toBeCloseTo(12.9, 10)
    expect(billionsActive('who knows')).toBe(8)
  })
})

describe('the keywords of the original', () => {
  it('misread as they are said to', () => {
    expect(keywordScores('What is the capital of France?').coding).toBeCloseTo(0.4, 10)
    expect(keywordScores('Please let me know when the concert starts').coding).toBe(1)
    expect(keywordScores('Describe a classic transcript').coding).toBeCloseTo(0.8, 10)
    expect(keywordScores('Hello')).toMatchObject({ factual: 0.5, complexity: 0 })
  })

  it('prefer names that fit, then size', () => {
    const models = ['codellama:7b', 'llama3:70b', 'qwen2.5:1.5b']
    const work = 'Implement a distributed algorithm in python, with error handling and tests'
    expect(keywordChoice(work, models)).toBe(0)
    expect(keywordChoice('x'.repeat(1_600), models)).toBe(1)
    expect(models.map(keywordSize)).toEqual([7, 70, 1.5])
    expect(keywordSize('mistral-small')).toBe(7)
  })
})

describe('weighted keywords', () => {
  it('rise with length and technical words, and fall with simple ones', () => {
    const plain = complexityScore('Tell me something')
    expect(complexityScore('Tell me something '.repeat(60))).toBeGreaterThan(plain)
    expect(complexityScore('Debug this function and explain why')).toBeGreaterThan(plain + 0.3)
    expect(complexityScore('hello')).toBeLessThan(plain)
  })
})

describe('a table of accuracies', () => {
  it('has means by kind, and of everything for a kind it never met', () => {
    const rows = [
      { text: 'a', task: 'x', fold: 0, outcomes: [1, 0] },
      { text: 'b', task: 'x', fold: 0, outcomes: [0, 0] },
      { text: 'c', task: 'y', fold: 0, outcomes: [0, 1] },
    ]
    const table = accuracyTable(rows, 2, ({ task }) => task)
    expect(table('x')).toEqual([0.5, 0])
    expect(table('z')).toEqual([1 / 3, 1 / 3])
  })
})

describe('nearest neighbours', () => {
  const known = [
    { features: [1, 2], outcomes: [1, 0] },
    { features: [1, 3], outcomes: [0, 1] },
    { features: [4, 5, 6], outcomes: [0, 0] },
    { features: [7], outcomes: [1, 1] },
    { features: [8], outcomes: [1, 1] },
  ]

  it('are those with the rarest features in common', () => {
    expect(nearestNeighbours(known, 2, 1)([2, 9])).toEqual([1, 0])
    expect(nearestNeighbours(known, 2, 1)([3])).toEqual([0, 1])
    expect(nearestNeighbours(known, 2, 2)([1, 2, 3])).toEqual([0.5, 0.5])
  })

  it('are any where nothing is in common', () => {
    expect(nearestNeighbours(known, 2, 5)([99])).toEqual([0.6, 0.6])
  })
})

describe('ridge regression', () => {
  const rows = Array.from({ length: 60 }, (_, at) => ({
    features: at % 2 === 0 ? [1, 10 + at] : [2, 10 + at],
    logLength: at % 3,
    target: (at % 2 === 0 ? 1 : -1) + 0.5 * (at % 3),
  }))

  it('finds what features and length are worth', () => {
    const predict = ridge(rows, 0.01)
    const apart =
      predict({ features: [1], logLength: 1 }) - predict({ features: [2], logLength: 1 })
    expect(apart).toBeCloseTo(2, 1)
    const longer =
      predict({ features: [1], logLength: 2 }) - predict({ features: [1], logLength: 0 })
    expect(longer).toBeCloseTo(1, 1)
  })

  it('believes less the more it is held back, and the mean in the end', () => {
    const question = { features: [1], logLength: 1 }
    expect(ridge(rows, 100)(question)).toBeLessThan(ridge(rows, 1)(question))
    expect(ridge(rows, 1e9)(question)).toBeCloseTo(0.5, 3)
  })
})
