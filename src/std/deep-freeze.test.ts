import { expect, it } from 'vitest'
import { deepFreeze } from './deep-freeze.ts'

it('freezes objects and lists at every depth', () => {
  const data = deepFreeze({ a: { b: [{ c: 1 }] } })
  expect(() => Object.assign(data.a, { b: [] })).toThrow(TypeError)
  expect(() => data.a.b.push({ c: 2 })).toThrow(TypeError)
  expect(() => Object.assign(data.a.b[0] ?? {}, { c: 2 })).toThrow(TypeError)
})

it('hands back the same data, and leaves what is no object alone', () => {
  const data = { a: 1 }
  expect(deepFreeze(data)).toBe(data)
  expect(deepFreeze('text')).toBe('text')
  expect(deepFreeze(undefined)).toBeUndefined()
})
