import { describe, expect, it } from 'vitest'
import { retryAfterMs } from './retry-after.ts'

const now = Date.parse('2026-11-24T12:00:00Z')

describe('retryAfterMs', () => {
  it.each([
    [{ 'retry-after': '3' }, 3000],
    [{ 'retry-after': ' 0.5 ' }, 500],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '3600' }, 30_000],
    [{ 'retry-after': 'Tue, 24 Nov 2026 12:00:09 GMT' }, 9000],
    [{ 'retry-after': 'Tue, 24 Nov 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after': '9', 'retry-after-ms': '40' }, 40],
    [{ 'retry-after': '9', 'retry-after-ms': 'soon' }, 9000],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{ 'retry-after': ['1', '2'] }, undefined],
    [{}, undefined],
  ])('reads %o as %s', (headers, wait) => {
    expect(retryAfterMs(headers, now)).toBe(wait)
  })
})
