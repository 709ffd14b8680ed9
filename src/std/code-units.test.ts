import fc from 'fast-check'
import { expect, it } from 'vitest'
import { codeUnits } from './code-units.ts'

it('codeUnits are those of the text, with a 0 behind them', () => {
  const long = fc.string({ unit: 'binary', minLength: 8190, maxLength: 20_000 })
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), long), (text) => {
      const units = codeUnits(text)
      const expected = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))
      expect(Array.from(units.subarray(0, text.length + 1))).toEqual([...expected, 0])
    }),
  )
})
