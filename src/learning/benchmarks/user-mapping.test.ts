import { expect, it } from 'vitest'
import { userMapping } from './user-mapping.ts'

const expected = new Map([
  ['gpt-4o (aug 24)', 'work/gpt-4o'],
  ['qwen', 'qwen2.5:7b'],
])

it('reads JSON and YAML', () => {
  expect(userMapping('{"GPT-4o (Aug 24)":"work/gpt-4o","Qwen":"qwen2.5:7b"}')).toEqual(expected)
  expect(userMapping('# mine\nGPT-4o (Aug 24): work/gpt-4o\nQwen: "qwen2.5:7b"\n')).toEqual(
    expected,
  )
  expect(userMapping('')).toEqual(new Map())
})

it.each([
  ['[1, 2]', 'no list of "published name"'],
  ['just text', 'no list of "published name"'],
  ['a: 7', 'no model id for "a", but 7'],
  ['a: {b: c}', 'no model id for "a"'],
  ['a: ""', 'no model id for "a"'],
  ['"": b', 'without a published name'],
  ['a: b\na: c', 'cannot be read'],
  ['{"a": ', 'cannot be read'],
  ['a: &x b\nc: *x', 'cannot be read'],
])('says what is wrong with %j', (text, message) => {
  expect(() => userMapping(text)).toThrow(message)
})

it('reads no text without end', () => {
  expect(() => userMapping('a'.repeat(2 ** 21))).toThrow('too long')
})
