import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchesGlob } from './glob.ts'

describe('matchesGlob', () => {
  it.each([
    ['gpt-4o*', 'gpt-4o'],
    ['gpt-4o*', 'gpt-4o-mini-2024-07-18'],
    ['*', ''],
    ['*', 'hf.co/bartowski/Qwen2.5-7B-GGUF:Q4_K_M'],
    ['HF.co/*:q4_k_m', 'hf.co/bartowski/Qwen2.5-7B-GGUF:Q4_K_M'],
    ['*/llama-3.?-*b', 'meta/llama-3.1-8b'],
    ['llama3.1:?b', 'llama3.1:8b'],
    ['@cf/meta/*', '@cf/meta/llama-3-8b'],
    ['m@b', 'm@b'],
    ['a*b*c', 'a-b-b-c-c'],
    ['**a**', 'bab'],
    ['?', '🦙'],
    ['', ''],
  ])('%s fits %s', (glob, text) => {
    expect(matchesGlob(glob, text)).toBe(true)
  })

  it.each([
    ['gpt-4o', 'gpt-4o-mini'],
    ['gpt-4o', 'my-gpt-4o'],
    ['llama3.1:*', 'llama3a1:8b'],
    ['llama3.1:?b', 'llama3.1:70b'],
    ['[ab]', 'a'],
    ['a+', 'aa'],
    ['(a|b)', 'a'],
    ['?', ''],
    ['?*', ''],
    ['a*b', 'abc'],
    ['', 'a'],
  ])('%s does not fit %s', (glob, text) => {
    expect(matchesGlob(glob, text)).toBe(false)
  })

  it('takes every other character as itself', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (before, middle, after) => {
        const literal = (text: string): string => text.replaceAll(/[*?]/g, '')
        const glob = `${literal(before)}*${literal(after)}`
        return matchesGlob(glob, literal(before) + middle + literal(after))
      }),
    )
  })

  it('agrees with the plain recursive definition', () => {
    const fits = (glob: string, text: string): boolean => {
      if (glob === '') return text === ''
      if (glob[0] === '*')
        return fits(glob.slice(1), text) || (text !== '' && fits(glob, text.slice(1)))
      return (
        text !== '' &&
        (glob[0] === '?' || glob[0] === text[0]) &&
        fits(glob.slice(1), text.slice(1))
      )
    }
    const from = (letters: string): fc.Arbitrary<string> =>
      fc.string({ unit: fc.constantFrom(...letters), maxLength: 8 })
    fc.assert(
      fc.property(
        from('ab*?'),
        from('ab'),
        (glob, text) => matchesGlob(glob, text) === fits(glob, text),
      ),
      { numRuns: 1000 },
    )
  })

  it('does not blow up on globs made to', () => {
    expect(matchesGlob(`${'*a'.repeat(50)}b`, 'a'.repeat(5000))).toBe(false)
  })
})
