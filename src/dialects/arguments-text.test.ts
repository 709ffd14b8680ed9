import { expect, test } from 'vitest'
import { argumentsText } from './arguments-text.ts'

test.each([
  ['{"a":1}', '{"a":1}'],
  [{ a: 1 }, '{"a":1}'],
  [undefined, '{}'],
  [null, '{}'],
  [[1], '[1]'],
])('%j is the text %s', (wire, text) => {
  expect(argumentsText(wire)).toBe(text)
})

test('what is nested too deep is the fault of the backend', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)
  expect(() => argumentsText(deep)).toThrow('nested too deep')
})
