import { expect, it } from 'vitest'
import { plainText } from './plain-text.ts'

it('keeps text from commanding the terminal', () => {
  expect(plainText('a\u001b[2Jb\u0007\u202ec\u009bd')).toBe('a?[2Jb??c?d')
  expect(plainText('two\r\n  lines\n')).toBe('two lines ')
  expect(plainText('größer – 大')).toBe('größer – 大')
})
