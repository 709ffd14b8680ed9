import { describe, expect, it } from 'vitest'
import { showValue } from './show-value.ts'

describe('showValue', () => {
  it.each([
    ['olama', 'olama'],
    [7, '7'],
    [true, 'true'],
    [[1], '(a list)'],
    [{ a: 1 }, '(a mapping)'],
    [undefined, undefined],
    ['two words\n', '"two words\\n"'],
    ['x'.repeat(200), `${'x'.repeat(80)}…`],
  ])('%j is shown as %j', (value, shown) => {
    expect(showValue(value)).toBe(shown)
  })

  it.each([
    'http://u:s3cret@host/x',
    'http://u:s3c@s3cret@host',
    'https://host?key=s3cret',
    'postgres://s3cret@h',
  ])('hides what is secret in %s', (value) => {
    expect(showValue(value)).not.toContain('s3c')
  })
})
