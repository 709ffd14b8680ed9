import { describe, expect, it, vi } from 'vitest'
import { memoise } from './memoise.ts'

describe('memoise', () => {
  it('makes each value once', () => {
    const make = vi.fn((key: string) => key.length)
    const length = memoise(make, 10)
    expect(['a', 'bb', 'a', 'bb'].map(length)).toEqual([1, 2, 1, 2])
    expect(make).toHaveBeenCalledTimes(2)
  })

  it('keeps what is used and forgets the rest', () => {
    const make = vi.fn((key: string) => key)
    const same = memoise(make, 3)
    for (let index = 0; index < 100; index++) {
      same('used')
      same(`once ${index}`)
    }
    expect(make.mock.calls.filter(([key]) => key === 'used')).toHaveLength(1)
    same('once 0')
    expect(make.mock.calls.filter(([key]) => key === 'once 0')).toHaveLength(2)
  })

  it('keeps copies of keys where it is told how to make them', () => {
    const copied = vi.fn((key: string) => `${key}`)
    const length = memoise((key) => key.length, 10, copied)
    expect(['a', 'a', 'bb'].map(length)).toEqual([1, 1, 2])
    expect(copied.mock.calls.flat()).toEqual(['a', 'bb'])
  })
})
