import { describe, expect, it } from 'vitest'
import { defined } from './defined.ts'

describe('defined', () => {
  it('leaves out what is undefined and keeps every other value', () => {
    const members = { a: 1, b: undefined, c: null, d: false, e: '' }
    expect(Object.keys(defined(members))).toEqual(['a', 'c', 'd', 'e'])
  })

  it('does not change what it was given', () => {
    const members = { a: undefined }
    defined(members)
    expect('a' in members).toBe(true)
  })
})
