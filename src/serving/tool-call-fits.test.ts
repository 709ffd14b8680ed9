import { describe, expect, it } from 'vitest'
import type { ToolDefinition } from '../contracts/chat.ts'
import { fitsTool } from './tool-call-fits.ts'

const tools: readonly ToolDefinition[] = [
  {
    name: 'weather',
    parameters: {
      type: 'object',
      properties: {
        city: { type: 'string' },
        days: { type: 'integer' },
        unit: { type: 'string', enum: ['C', 'F'] },
        at: { type: ['string', 'null'] },
        places: { type: 'array' },
        options: { type: 'object' },
        odd: { type: 'uuid' },
      },
      required: ['city'],
    },
  },
  { name: 'now' },
]

describe('fitsTool', () => {
  it.each([
    ['what is required', 'weather', '{"city":"Rome"}'],
    [
      'all of it',
      'weather',
      '{"city":"Rome","days":3,"unit":"C","at":null,"places":[],"options":{}}',
    ],
    ['what the schema does not name', 'weather', '{"city":"Rome","more":1}'],
    ['a type that nobody knows', 'weather', '{"city":"Rome","odd":1}'],
    ['no arguments where none are needed', 'now', ''],
    ['an empty object', 'now', '{}'],
  ])('takes %s', (_, name, text) => {
    expect(fitsTool({ name, arguments: text }, tools)).toBe(true)
  })

  it.each([
    ['another tool', 'forecast', '{"city":"Rome"}'],
    ['broken JSON', 'weather', '{"city":"Ro'],
    ['a list', 'weather', '["Rome"]'],
    ['no object', 'weather', '"Rome"'],
    ['what lacks something', 'weather', '{"days":3}'],
    ['nothing where something is needed', 'weather', ''],
    ['a text for a number', 'weather', '{"city":"Rome","days":"3"}'],
    ['half a day', 'weather', '{"city":"Rome","days":1.5}'],
    ['a value that is not among those allowed', 'weather', '{"city":"Rome","unit":"K"}'],
    ['null where it is not allowed', 'weather', '{"city":null}'],
  ])('does not take %s', (_, name, text) => {
    expect(fitsTool({ name, arguments: text }, tools)).toBe(false)
  })

  it('is not confused by a schema that is none', () => {
    for (const parameters of [null, 'x', 7, [], { required: 'city' }, { properties: [] }]) {
      const odd = [{ name: 'odd', parameters }] as unknown as readonly ToolDefinition[]
      expect(fitsTool({ name: 'odd', arguments: '{"a":1}' }, odd)).toBe(true)
    }
  })
})
