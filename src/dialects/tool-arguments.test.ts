import { expect, test } from 'vitest'
import { toolArguments } from './tool-arguments.ts'

test('an object is taken as it is, and nothing at all as an empty one', () => {
  expect(toolArguments('{"a":[1]}')).toEqual({ a: [1] })
  expect(toolArguments(' ')).toEqual({})
})

test.each(['{"a":', '[1]', '"text"', 'null'])('%s is kept as what it is: no object', (text) => {
  expect(toolArguments(text)).toEqual({ invalid_arguments: text })
})

test('long numbers are written as they were', () => {
  const text = '{"id":12345678901234567890,"n":[1,-0.12345678901234567]}'
  expect(JSON.stringify(toolArguments(text))).toBe(text)
  expect(toolArguments('12345678901234567890')).toEqual({
    invalid_arguments: '12345678901234567890',
  })
})
