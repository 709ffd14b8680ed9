import { expect, it } from 'vitest'
import { namePart, spelledAlike } from './name-part.ts'

it.each([
  ['gguf', 'nothing'],
  ['8b', 'nothing'],
  ['8x7b', 'nothing'],
  ['a3b', 'nothing'],
  ['128k', 'nothing'],
  ['', 'nothing'],
  ['1m', 'tune'],
  ['mini', 'size'],
  ['high', 'effort'],
  ['preview', 'stage'],
  ['reasoner', 'thinks'],
  ['nothinking', 'answers'],
  ['coder', 'variant'],
  ['abliterated', 'tune'],
])('%j is %s', (word, part) => expect(namePart(word)).toBe(part))

it('knows words that mean the same', () => {
  expect(spelledAlike('vl')).toBe(spelledAlike('vision'))
  expect(spelledAlike('sonnet')).toBe('sonnet')
})
