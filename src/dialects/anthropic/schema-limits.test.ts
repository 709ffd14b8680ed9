import { describe, expect, it, test } from 'vitest'
import type { Json } from '../../contracts/json.ts'
import { areHoldable, isHoldable } from './schema-limits.ts'

const object = (properties: { readonly [key: string]: Json }, more: object = {}): Json => ({
  ...{ type: 'object', properties, required: Object.keys(properties) },
  ...more,
})
const text: Json = { type: 'string' }
const members = (count: number, member: Json = text) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`p${at}`, member]))

describe('isHoldable', () => {
  test.each<[string, Json]>([
    ['members of any name', object({ a: text }, { additionalProperties: true })],
    ['members of a type', { type: 'object', additionalProperties: { type: 'number' } }],
    ['members of a pattern', object({ a: text }, { patternProperties: { x: {} } })],
    ['members that are not told', { type: ['object', 'null'] }],
    ['no members, but not closed', object({ a: { properties: {} } })],
    ['such in a list', object({ a: { type: 'array', items: { type: 'object' } } })],
    ['such in a choice', { anyOf: [text, { type: 'object' }] }],
    [
      'such in a definition',
      object({ a: { $ref: '#/$defs/d' } }, { $defs: { d: { type: 'object' } } }),
    ],
    ['members from several schemas', { allOf: [object({ a: text }), object({ b: text })] }],
    ['itself', object({ a: { $ref: '#' } })],
    ['another document', { $ref: 'https://a.example/schema' }],
    [
      'a definition within itself',
      object(
        { a: { $ref: '#/$defs/b' } },
        {
          $defs: { b: object({ c: { $ref: '#/$defs/c' } }), c: { anyOf: [{ $ref: '#/$defs/b' }] } },
        },
      ),
    ],
    ['many members that may be missing', object(members(25), { required: [] })],
    ['many unions', object(members(17, { type: ['string', 'null'] }))],
    ['many definitions', object({ a: text }, { $defs: members(201) })],
  ])('is false for %s', (_, schema) => {
    expect(isHoldable(schema)).toBe(false)
  })

  it('is true for what names everything, and says how often', () => {
    const item = { definitions: { b: object({ c: text }), c: { $ref: '#/definitions/b' } } }
    const shared = { a: { $ref: '#/definitions/b' }, b: { $ref: '#/definitions/c' } }
    expect(isHoldable(object(shared, item))).toBe(true)
    expect(isHoldable(object({ a: { type: 'object', additionalProperties: false } }))).toBe(true)
    expect(isHoldable({ allOf: [object({ a: text })] })).toBe(true)
    expect(isHoldable(object(members(300)))).toBe(true)
    expect(isHoldable(object(members(24), { required: [] }))).toBe(true)
    expect(isHoldable(object(members(16, { anyOf: [text, { type: 'null' }] })))).toBe(true)
    expect(isHoldable(true)).toBe(true)
  })
})

test('schemas count together', () => {
  const half = object(members(12), { required: [] })
  expect(areHoldable([half, half, object(members(50))])).toBe(true)
  expect(areHoldable([half, half, object({ a: text }, { required: [] })])).toBe(false)
})
