import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashOn, WordTable } from './word-table.ts'

function found<Value>(table: WordTable<Value>, word: string): Value | undefined {
  let hash = 0
  for (let at = 0; at < word.length; at++) hash = hashOn(hash, word.charCodeAt(at))
  return table.find(hash, `before ${word} behind`, 7, 7 + word.length)
}

describe('WordTable', () => {
  it('finds its words, and no others', () => {
    const words = fc.array(fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(words, words, (listed, others) => {
        const numbers = new Map(listed.map((word, number) => [word, number]))
        const table = new WordTable(numbers)
        for (const word of [...listed, ...others]) {
          expect(found(table, word)).toBe(numbers.get(word))
        }
      }),
    )
  })

  it('tells words of the same hash apart', () => {
    const table = new WordTable(
      new Map([
        ['Aa', 1],
        ['bb', 2],
      ]),
    )
    expect([found(table, 'Aa'), found(table, 'BB'), found(table, 'bb')]).toEqual([1, undefined, 2])
  })
})
