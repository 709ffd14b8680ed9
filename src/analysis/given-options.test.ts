import { describe, expect, it } from 'vitest'
import { givesOptions } from './given-options.ts'

describe('givesOptions', () => {
  it.each([
    'Which is a bone?\nA. Femur\nB. Liver\nC. Lung\nD. Skin\nAnswer:',
    'Which is a bone?\nA) Femur\nB) Liver',
    'Which is a bone?\n(A) Femur\n(B) Liver\n(C) Lung',
    'Is it true?\nOptions:\n(A) yes\n(B) no',
    'Which is a bone? a) femur b) liver c) lung',
    'Which is a bone? A. femur B. liver C. lung D. skin',
    'Which is a bone?\n  a: femur\n  b: liver',
    '哪个是骨头？\nＡ．股骨\nＢ．肝',
    'A. Femur\r\nB. Liver\r\nwhich of them is a bone?',
  ])('finds the options in %j', (text) => {
    expect(givesOptions(text)).toBe(true)
  })

  it.each([
    '',
    'What is vitamin A. Is it good?',
    'Plan A: go north. Plan B: go south.',
    '1. Wash the car\n2. Feed the dog',
    'def f(a):\n  return (a)\nclass B:\n  pass',
    'Grade A.\nWas it B. or not?',
    'C. Femur\nD. Liver',
    'Translate (a) this',
  ])('finds none in %j', (text) => {
    expect(givesOptions(text)).toBe(false)
  })
})
