import { describe, expect, it } from 'vitest'
import { RetryBudget } from './retry-budget.ts'

const granted = (budget: RetryBudget, active: number): number =>
  Array.from({ length: 100 }, () => budget.take('a', active)).filter(Boolean).length

describe('RetryBudget', () => {
  it.each([
    [0, 3],
    [15, 3],
    [19, 3],
    [20, 4],
    [100, 20],
  ])('grants a backend with %d requests under way %d retries', (active, expected) => {
    expect(granted(new RetryBudget(), active)).toBe(expected)
  })

  it('counts what is under way, for each backend apart', () => {
    const budget = new RetryBudget()
    expect(granted(budget, 0)).toBe(3)
    expect(budget.take('b', 0)).toBe(true)
    budget.giveBack('a')
    expect(granted(budget, 0)).toBe(1)
  })

  it('is not widened by giving back too often', () => {
    const budget = new RetryBudget()
    budget.giveBack('a')
    budget.giveBack('a')
    expect(granted(budget, 0)).toBe(3)
  })
})
