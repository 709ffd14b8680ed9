import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashOn, WordTable } from './word-table.ts'

function hashOf(word: string): number {
  let hash = 0
  for (let at = 0; at < word.length; at++) hash = hashOn(hash, word.charCodeAt(at))
  return hash
}

describe('WordTable', () => {
  it('finds its words, and hardly any other', () => {
    const words = fc.array(fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(words, words, (listed, others) => {
        const numbers = new Map(listed.map((word, number) => [word, number]))
        const table = new WordTable(numbers)
        for (const word of [...listed, ...others]) {
          const value = numbers.get(word)
          expect(table.find(hashOf(word))).toEqual(
            value === undefined ? undefined : { word, value },
          )
        }
      }),
    )
  })

  it('takes no two words of the same hash', () => {
    const alike = new Map<string, number>()
    const hashes = new Map<number, string>()
    for (let number = 0; alike.size === 0; number++) {
      const word = number.toString(36)
      const other = hashes.get(hashOf(word))
      if (other !== undefined) alike.set(word, 1).set(other, 2)
      hashes.set(hashOf(word), word)
    }
    expect(() => new WordTable(alike)).toThrow(RangeError)
  })
})
