import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JsonProgress } from './json-progress.ts'

function progressOf(...pieces: readonly string[]): JsonProgress {
  const progress = new JsonProgress()
  for (const piece of pieces) progress.push(piece)
  return progress
}

describe('JsonProgress', () => {
  it('is whole with the last character of an object, a list or a text, and not before', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(typeof value === 'string' || (typeof value === 'object' && value !== null))
        const characters = [...JSON.stringify(value)]
        const last = characters.pop() ?? ''
        const progress = progressOf(' \n', ...characters)
        expect([progress.isWhole, progress.isCut]).toEqual([false, true])
        progress.push(last)
        expect([progress.isWhole, progress.isCut, progress.isExceeded]).toEqual([
          true,
          false,
          false,
        ])
        progress.push(' \n')
        expect(progress.isExceeded).toBe(false)
        progress.push('{')
        expect(progress.isExceeded).toBe(true)
      }),
    )
  })

  it.each(['', ' ', 'nonsense', 'say "x"', '12', 'null', '}'])('says nothing of %j', (text) => {
    const { isWhole, isCut, isExceeded } = progressOf(text)
    expect({ isWhole, isCut, isExceeded }).toEqual({
      isWhole: false,
      isCut: false,
      isExceeded: false,
    })
  })

  it.each([
    [' { "a"', '{"'],
    ['{\n}', '{}'],
    ['{a', '{a'],
    ['[ 1', '[1'],
    ['"ab"', '"'],
    ['', ''],
  ])('of %j the head is %j', (text, head) => {
    expect(progressOf(...text).head).toBe(head)
  })
})
