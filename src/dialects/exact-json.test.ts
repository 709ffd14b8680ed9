import { describe, expect, it, test } from 'vitest'
import { isExactNumber, parseExact, parseExactMember } from './exact-json.ts'
import { readJsonObject } from './json-body.ts'

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

describe('parseExactMember', () => {
  const memberOf = (text: string) => {
    const { source } = readJsonObject(Buffer.from(text))
    return JSON.stringify(parseExactMember(source, 'a'))
  }

  it('gives a member with long numbers', () => {
    const text = '{"é":1,"a" : {"é":9007199254740993},"b":1}'
    expect(memberOf(text)).toBe('{"é":9007199254740993}')
  })

  test.each([
    '{"a":{"b":123456789012345,"c":"x1234567890123456789"},"b":9007199254740993}',
    '{"b":9007199254740993}',
  ])('gives nothing of %s, so that it costs nothing', (text) => {
    expect(memberOf(text)).toBeUndefined()
  })
})
