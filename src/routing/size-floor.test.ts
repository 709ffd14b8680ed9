import { describe, expect, it } from 'vitest'
import type { Family } from '../contracts/routing.ts'
import { profileOf } from './fleet.fixture.ts'
import { sizeFloor } from './size-floor.ts'

describe('sizeFloor', () => {
  it.each([
    ['code', 0.3, 0],
    ['code', 0.4, 4],
    ['code', 0.6, 8],
    ['math', 0.6, 8],
    ['writing', 0.6, 4],
    ['chat', 0.9, 0],
    ['extract', 0.9, 0],
  ] as const)('for %s of difficulty %d is %d', (family: Family, difficulty, floor) => {
    expect(sizeFloor(profileOf(family, difficulty))).toBe(floor)
  })

  it('does not apply to a request of no clear family', () => {
    const even = profileOf('code', 0.8, {
      families: { ...profileOf('code', 0).families, code: 0.4, chat: 0.3, writing: 0.3 },
    })
    expect(sizeFloor(even)).toBe(0)
  })
})
