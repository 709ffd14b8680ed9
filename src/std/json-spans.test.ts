import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  closingQuote,
  fromByteText,
  toByteText,
  topLevelMembers,
  withValues,
} from './json-spans.ts'

function edit(json: string, values: Record<string, string | undefined>): string {
  const text = toByteText(json)
  return fromByteText(withValues(text, topLevelMembers(text), new Map(Object.entries(values))))
}

const sorted = (object: object) =>
  Object.entries(object).sort(([one], [other]) => (one < other ? -1 : 1))

describe('withValues', () => {
  it.each([
    [
      '{ "a" : 1.0 ,\n "model" : "x" , "é":"\\u00e9 \\"model\\":"}',
      '{ "a" : 1.0 ,\n "model" : "y" , "é":"\\u00e9 \\"model\\":"}',
    ],
    [
      '{"n":{"model":"inner"},"model":{"deep":["]","}"]},"z":1e400}',
      '{"n":{"model":"inner"},"model":"y","z":1e400}',
    ],
    ['{"mod\\u0065l":"x"}', '{"mod\\u0065l":"y"}'],
    [' {"a":1}', ' {"model":"y","a":1}'],
    ['{}', '{"model":"y"}'],
    ['{ }', '{"model":"y" }'],
  ])('replaces or inserts in %s', (json, wanted) => {
    expect(edit(json, { model: '"y"' })).toBe(wanted)
  })

  it.each([
    ['{"a":1,"b":2,"c":3}', '{"b":2,"c":3}', ['a']],
    ['{"a":1,"b":2,"c":3}', '{"a":1,"c":3}', ['b']],
    ['{"a":1,"b":2,"c":3}', '{"a":1,"b":2}', ['c']],
    ['{"a":1,"b":2,"c":3}', '{"a":1}', ['b', 'c']],
    ['{"a":1,"b":2,"c":3}', '{"c":3}', ['a', 'b']],
    ['{ "a" : 1 , "b" : 2 }', '{ }', ['a', 'b']],
    ['{"a":1}', '{}', ['a']],
  ])('takes members out of %s', (json, wanted, keys) => {
    expect(edit(json, Object.fromEntries(keys.map((key) => [key, undefined])))).toBe(wanted)
  })

  it('leaves valid JSON with the right members, whatever is replaced, removed and inserted', () => {
    const document = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 8 })
    fc.assert(
      fc.property(
        document,
        fc.infiniteStream(fc.constantFrom('keep', 'drop', 'set')),
        fc.nat(2),
        (object, choices, indent) => {
          const wanted: Record<string, unknown> = Object.create(null)
          const edits: Record<string, string | undefined> = Object.create(null)
          wanted['%new'] = 1
          edits['%new'] = '1'
          for (const [key, value] of Object.entries(object)) {
            const choice = choices.next().value
            if (choice === 'drop') edits[key] = undefined
            if (choice === 'set') edits[key] = '"set"'
            if (choice !== 'drop') wanted[key] = choice === 'set' ? 'set' : value
          }
          const text = toByteText(JSON.stringify(object, null, indent))
          const byteEdits = new Map(
            Object.entries(edits).map(([key, value]) => [toByteText(key), value]),
          )
          const out = JSON.parse(fromByteText(withValues(text, topLevelMembers(text), byteEdits)))
          expect(sorted(out)).toEqual(sorted(JSON.parse(JSON.stringify(wanted))))
        },
      ),
    )
  })
})

describe('topLevelMembers', () => {
  it('finds what JSON.parse finds', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(3), (object, indent) => {
        const text = toByteText(JSON.stringify(object, null, indent))
        const found = topLevelMembers(text).map(({ key, start, end }) => [
          fromByteText(key),
          JSON.parse(fromByteText(text.slice(start, end))),
        ])
        expect(found).toEqual(Object.entries(JSON.parse(JSON.stringify(object))))
      }),
    )
  })

  it.each(['{"model":1,"mod\\u0065l":2}', '{"é":1,"é":2}', '{"é":1,"\\u00e9":2}'])(
    'refuses the repeated key in %s',
    (json) => {
      expect(() => topLevelMembers(toByteText(json))).toThrow(/twice/)
    },
  )

  it('refuses a key repeated among very many', () => {
    const many = Array.from({ length: 200_000 }, (_, index) => `"k${index}":1`)
    expect(topLevelMembers(`{${many.join()}}`)).toHaveLength(200_000)
    expect(() => topLevelMembers(`{${[...many, '"k7":1'].join()}}`)).toThrow(/"k7" appears twice/)
  })

  it('limits depth and the number of elements, in strings not', () => {
    expect(() => topLevelMembers(`{"a":${'['.repeat(64)}${']'.repeat(64)}}`)).toThrow(/deeper/)
    expect(
      topLevelMembers(`{"a":${'['.repeat(63)}${']'.repeat(63)},"b":"${'['.repeat(99)}"}`),
    ).toHaveLength(2)
    expect(() => topLevelMembers('{"a":[1,2,3,4]}', { depth: 64, tokens: 3 })).toThrow(
      /more than 3/,
    )
    expect(topLevelMembers('{"a":",,,,::::"}', { depth: 64, tokens: 3 })).toHaveLength(1)
  })

  it.each(['', '{', '{"a', '{"a"', '{"a":', '}', ']]]', '{"a":1', '"\\', '{"\\x":1}'])(
    'ends on broken text %j',
    (text) => {
      expect(() => topLevelMembers(text)).not.toThrow()
    },
  )
})

describe('closingQuote', () => {
  it('finds the end near and far, behind every number of backslashes', () => {
    for (const pad of [0, 5, 22, 23, 24, 25, 60]) {
      for (let slashes = 0; slashes < 8; slashes++) {
        const body = `${'x'.repeat(pad)}${'\\'.repeat(slashes)}"tail"`
        expect(closingQuote(body, 0)).toBe(slashes % 2 === 0 ? pad + slashes : body.length - 1)
      }
    }
    expect(closingQuote('never closed', 0)).toBe(-1)
  })
})
