import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BUCKETS, promptFeatures } from './prompt-features.ts'

function featuresOf(text: string): readonly number[] {
  return [...promptFeatures(text)].toSorted((a, b) => a - b)
}

/** Share of the features of one text that another has too. */
function commonShare(text: string, other: string): number {
  const others = new Set(featuresOf(other))
  const own = featuresOf(text)
  return own.filter((feature) => others.has(feature)).length / own.length
}

describe('promptFeatures', () => {
  it('are distinct numbers below the number of buckets, whatever the text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.string({ unit: 'grapheme', maxLength: 400 }),
    )
    fc.assert(
      fc.property(text, (words) => {
        const features = [...promptFeatures(words)]
        expect(new Set(features).size).toBe(features.length)
        expect(Math.max(...features)).toBeLessThan(BUCKETS)
      }),
    )
  })

  it.each([
    ['case', 'WRITE a Poem', 'write A poem'],
    ['accents', 'Où est le café ?', 'Ou est le cafe ?'],
    ['wide letters', 'ＡＢＣ', 'abc'],
    ['values of digits', 'add 12 and 7', 'add 98 and 3'],
    ['digits of other scripts', '١٢', '12'],
  ])('do not tell %s', (_, text, other) => {
    expect(featuresOf(text)).toEqual(featuresOf(other))
  })

  it.each([
    ['words', 'write a poem', 'write a story'],
    ['their order', 'dog bites man', 'man bites dog'],
    ['marks', 'f(x)', 'f x'],
    ['the last mark', 'who is it', 'who is it?'],
    ['signs', '写诗', '写歌'],
    ['lines', 'one two three four five', 'one two three\nfour five'],
    ['length', 'no '.repeat(10), 'no '.repeat(100)],
  ])('tell %s', (_, text, other) => {
    expect(featuresOf(text)).not.toEqual(featuresOf(other))
  })

  it('have much in common where a letter is left out', () => {
    const typo = commonShare('Please transate this sentence', 'Please translate this sentence')
    expect(typo).toBeGreaterThan(0.6)
    expect(commonShare('Where do owls nest', 'Please translate this sentence')).toBeLessThan(0.2)
  })

  it('are those of the beginning alone where a text is longer than any excerpt', () => {
    const text = 'It was a quiet day. '.repeat(300)
    expect(featuresOf(`${text}Prove it.`)).toEqual(featuresOf(text))
  })

  it('fit where each character is a sign', () => {
    const signs = String.fromCharCode(...Array.from({ length: 4097 }, (_, at) => 0x4e00 + at))
    expect(promptFeatures(signs).length).toBeGreaterThan(5000)
  })
})
