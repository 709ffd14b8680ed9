import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GatewayError } from '../contracts/errors.ts'
import { fromByteText } from '../std/json-spans.ts'
import { EMBEDDING_LIMITS, readJsonObject } from './json-body.ts'

function problem(bytes: Buffer | string, limits?: typeof EMBEDDING_LIMITS) {
  try {
    readJsonObject(Buffer.from(bytes), limits)
  } catch (thrown) {
    return thrown instanceof GatewayError ? thrown : undefined
  }
  return undefined
}

describe('readJsonObject', () => {
  it('gives the value, the bytes and where its members lie', () => {
    const text = ' {"a" : "é\\u00e9", "b":[1]}\n'
    const { value, source } = readJsonObject(Buffer.from(text))
    expect(value).toEqual({ a: 'éé', b: [1] })
    expect(fromByteText(source.text)).toBe(text)
    const parts = source.members.map(({ key, start, end }) => [key, source.text.slice(start, end)])
    expect(parts.map(([key, part]) => [key, fromByteText(part ?? '')])).toEqual([
      ['a', '"é\\u00e9"'],
      ['b', '[1]'],
    ])
  })

  it('reads every object that JSON.stringify writes', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 5 })),
        (value) => {
          const text = JSON.stringify(value)
          expect(readJsonObject(Buffer.from(text)).value).toEqual(JSON.parse(text))
        },
      ),
    )
  })

  it.each([
    ['{"a":1,"a":2}', 'invalid_json', /"a" appears twice/],
    ['{"é":1,"\\u00e9":2}', 'invalid_json', /"é" appears twice/],
    ['{"a":1', 'invalid_json', /not valid JSON/],
    ['{"a":1}}', 'invalid_json', /position 7/],
    ['{"é":x}', 'invalid_json', /not valid JSON/],
    ['\ufeff{}', 'invalid_json', /not valid JSON/],
    [Buffer.of(0x7b, 0x22, 0xc3, 0x22, 0x3a, 0x31, 0x7d), 'invalid_json', /UTF-8/],
    [`{"a":${'['.repeat(64)}${']'.repeat(64)}}`, 'json_too_deep', /64 levels/],
    [`{"a":[${'1,'.repeat(400_001)}1]}`, 'body_too_large', /400000/],
    ['[1]', 'invalid_request', /must be a JSON object/],
    ['null', 'invalid_request', /must be a JSON object/],
  ])('refuses what it cannot take', (bytes, code, message) => {
    const error = problem(bytes)
    expect(error?.code).toBe(code)
    expect(error?.message).toMatch(message)
  })

  it('says nothing of the text in its message', () => {
    expect(problem('{"secret": "hush')?.message).not.toMatch(/hush|secret/)
    expect(problem('{"secret": hush}')?.message).not.toMatch(/hush|secret/)
  })

  it('takes as many token numbers as there are', () => {
    expect(problem(`{"a":[${'1,'.repeat(400_001)}1]}`, EMBEDDING_LIMITS)).toBeUndefined()
  })

  it('never makes a prototype of a key', () => {
    const { value } = readJsonObject(Buffer.from('{"__proto__":{"model":"x"}}'))
    expect(value['model']).toBeUndefined()
  })
})
