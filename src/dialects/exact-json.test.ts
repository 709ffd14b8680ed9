import { describe, expect, it, test } from 'vitest'
import { hasLongNumbers, isExactNumber, parseExact } from './exact-json.ts'

describe('parseExact', () => {
  test.each([
    '{"id":12345678901234567890}',
    '{"a":[-9007199254740993,{"b":0.12345678901234567891}],"c":1}',
    '{ "text": "12345678901234567890", "n": 9007199254740993 }',
    '[9007199254740993,123456789012345.0]',
  ])('%s is written as it was read', (text) => {
    expect(JSON.stringify(parseExact(text))).toBe(text.replaceAll(/(?<=[{:,]) | (?=\})/g, ''))
  })

  it('reads numbers that are exact as numbers', () => {
    expect(parseExact('{"a":1.50,"b":1e3,"c":1234567890123456,"d":"é"}')).toEqual({
      ...{ a: 1.5, b: 1000, c: 1_234_567_890_123_456, d: 'é' },
    })
    expect(isExactNumber(Object(parseExact('{"a":12345678901234567890}')).a)).toBe(true)
    expect(isExactNumber(Object(parseExact('{"a":1}')))).toBe(false)
  })

  it('throws for what is no JSON', () => {
    expect(() => parseExact('{"a":12345678901234567890')).toThrow(SyntaxError)
    expect(() => parseExact('{')).toThrow(SyntaxError)
  })
})

test('only numbers that are long cost anything', () => {
  expect(hasLongNumbers('{"a":123456789012345,"b":"x1234567890123456789"}')).toBe(false)
  expect(hasLongNumbers('{"a":\n 1234567890123456}')).toBe(true)
})
