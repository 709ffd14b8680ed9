import { expect, it } from 'vitest'
import { orderedId } from './ordered-id.ts'

const NOW = 1_790_000_000_000

it('makes distinct ids of the length and alphabet, also within a millisecond', () => {
  const ids = Array.from({ length: 5000 }, () => orderedId(NOW))
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[0-9A-Za-z]{22}$/)
})

it('sorts by time, as bytes do', () => {
  const times = [0, 1, 61, 62, 3843, 3844, NOW, NOW + 1, NOW + 62, NOW + 1e12, 1e14]
  const ids = times.map(orderedId)
  expect(ids.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))).toEqual(ids)
})

it('is not guessed from the time', () => {
  expect(new Set(Array.from({ length: 1000 }, () => orderedId(NOW).slice(8))).size).toBe(1000)
})
