import { expect, it } from 'vitest'
import { RetryBudget } from './retry-budget.ts'
import { RetryPermit } from './retry-permit.ts'

/** How many more retries the budget grants at a backend without requests under way. */
function left(budget: RetryBudget, backend: string): number {
  let granted = 0
  while (budget.take(backend, 0)) granted += 1
  for (let given = 0; given < granted; given += 1) budget.giveBack(backend)
  return granted
}

it('holds one retry at a time, and none at the end', () => {
  const budget = new RetryBudget()
  const permit = new RetryPermit(budget, () => 0)
  expect(permit.take('a')).toBe(true)
  expect([left(budget, 'a'), left(budget, 'b')]).toEqual([2, 3])
  expect(permit.take('b')).toBe(true)
  expect([left(budget, 'a'), left(budget, 'b')]).toEqual([3, 2])
  permit.giveBack()
  permit.giveBack()
  expect([left(budget, 'a'), left(budget, 'b')]).toEqual([3, 3])
})

it('keeps the retry it has when another is refused', () => {
  const budget = new RetryBudget()
  const permit = new RetryPermit(budget, () => 0)
  for (let taken = 0; taken < 3; taken += 1) budget.take('busy', 0)
  permit.take('a')
  expect(permit.take('busy')).toBe(false)
  expect(left(budget, 'a')).toBe(2)
})

it('has more room where more is under way', () => {
  const budget = new RetryBudget()
  const active = (): number => 100
  const granted = Array.from({ length: 25 }, () => new RetryPermit(budget, active).take('a'))
  expect(granted.filter(Boolean)).toHaveLength(20)
})
