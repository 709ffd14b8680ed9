import { expect, it } from 'vitest'
import { distinctCap } from './distinct-cap.ts'

it('passes known values on and folds what comes after the limit', () => {
  const cap = distinctCap(2, 'other')
  expect(['a', 'b', 'a', 'c', 'b', 'd'].map(cap)).toEqual(['a', 'b', 'a', 'other', 'b', 'other'])
})
