import { expect, it } from 'vitest'
import { grouped } from './grouped.ts'

it('puts items of one key together, in order', () => {
  const groups = grouped([3, 1, 4, 1, 5], (number) => number % 2)
  expect([...groups]).toEqual([
    [1, [3, 1, 1, 5]],
    [0, [4]],
  ])
})
