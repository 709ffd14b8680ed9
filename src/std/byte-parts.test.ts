import { expect, it } from 'vitest'
import { ByteParts } from './byte-parts.ts'

it('gives what came since the last time, byte for byte and in order', () => {
  const parts = new ByteParts()
  const bytes = Buffer.from('é漢\u{1F600}')
  for (const byte of bytes) parts.push(Buffer.from([byte]))
  expect(Buffer.from(parts.take(), 'latin1')).toEqual(bytes)
  expect(parts.take()).toBe('')
  parts.push(Buffer.from('one'))
  expect(parts.take()).toBe('one')
  expect(parts.total).toBe(bytes.length + 3)
})

it('keeps texts apart that were taken one after the other', () => {
  const parts = new ByteParts()
  const taken = ['ab', 'cd'].map((text) => {
    for (const letter of text) parts.push(Buffer.from(letter))
    return parts.take()
  })
  expect(taken).toEqual(['ab', 'cd'])
})

it('takes megabytes', () => {
  const parts = new ByteParts()
  for (const letter of 'abc') parts.push(Buffer.alloc(1 << 20, letter))
  const text = parts.take()
  expect([text.length, text[0], text.at(-1)]).toEqual([3 << 20, 'a', 'c'])
})
