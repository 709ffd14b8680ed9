import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addOuter, dot, inverse, quadratic, times } from './square.ts'

const SQUARE = Float64Array.of(4, 1, 1, 3)

describe('a square of numbers', () => {
  it('is multiplied with vectors', () => {
    expect([...times(SQUARE, Float64Array.of(1, 2))]).toEqual([6, 7])
    expect(quadratic(SQUARE, Float64Array.of(1, 2))).toBe(20)
    expect(dot(Float64Array.of(1, 2), Float64Array.of(3, 4))).toBe(11)
  })

  it('takes outer products', () => {
    const sum = SQUARE.slice()
    addOuter(sum, Float64Array.of(1, 2), 0.5)
    expect([...sum]).toEqual([4.5, 2, 2, 5])
  })

  it('times its inverse is one', () => {
    const numbers = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), {
      minLength: 25,
      maxLength: 25,
    })
    fc.assert(
      fc.property(numbers, (given) => {
        const square = new Float64Array(25)
        for (let at = 0; at < 5; at++) {
          addOuter(square, Float64Array.from(given.slice(at * 5, at * 5 + 5)), 1)
          square[at * 6] = (square[at * 6] ?? 0) + 1
        }
        const reversed = inverse(square)
        for (let column = 0; column < 5; column++) {
          const unit = new Float64Array(5)
          unit[column] = 1
          const back = times(square, times(reversed, unit))
          for (const [at, value] of back.entries()) expect(value).toBeCloseTo(unit[at] ?? 0, 6)
        }
      }),
    )
  })
})
