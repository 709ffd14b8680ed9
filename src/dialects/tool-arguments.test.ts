import { expect, test } from 'vitest'
import { toolArguments } from './tool-arguments.ts'

test('an object is taken as it is, and nothing at all as an empty one', () => {
  expect(toolArguments('{"a":[1]}')).toEqual({ a: [1] })
  expect(toolArguments(' ')).toEqual({})
})

test.each(['{"a":', '[1]', '"text"', 'null'])('%s is kept as what it is: no object', (text) => {
  expect(toolArguments(text)).toEqual({ invalid_arguments: text })
})
