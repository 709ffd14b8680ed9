import { expect, it } from 'vitest'
import { groupedBy } from './grouped-by.ts'

it('items stand under their keys, both in the order of first appearance', () => {
  const groups = groupedBy(['pear', 'fig', 'plum', 'apple'], (word) => word.length)
  expect([...groups]).toEqual([
    [4, ['pear', 'plum']],
    [3, ['fig']],
    [5, ['apple']],
  ])
  expect([...groupedBy([], String)]).toEqual([])
})
