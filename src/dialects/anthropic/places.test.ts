import { expect, it } from 'vitest'
import { placesOf } from './places.ts'

const even = (each: unknown) => each === 0

it.each([
  [[], []],
  [
    [1, 0, 0, 0, 1],
    ['p[1].f', 'p[2].f', 'p[3].f'],
  ],
  [
    [0, 0, 0, 0, 1, 0],
    ['p[0..3].f', 'p[5].f'],
  ],
  ['no list', []],
])('places in %j are told, neighbours together: %j', (list, expected) => {
  expect(placesOf(list, even, 'p', '.f')).toEqual(expected)
})
