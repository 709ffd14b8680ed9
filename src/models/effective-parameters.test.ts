import { expect, it } from 'vitest'
import type { Fact } from '../contracts/model.ts'
import { effectiveParameters } from './effective-parameters.ts'

const fact = (value: number): Fact<number> => ({ value, source: 'reported' })

it('is the size of a dense model, and between both sizes for a mixture of experts', () => {
  expect(effectiveParameters({ parameters: fact(8) })).toBe(8)
  expect(effectiveParameters({ parameters: fact(100), activeParameters: fact(4) })).toBe(20)
  expect(effectiveParameters({ activeParameters: fact(13) })).toBe(13)
  expect(effectiveParameters({})).toBeUndefined()
})
