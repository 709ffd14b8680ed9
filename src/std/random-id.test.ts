import { expect, it } from 'vitest'
import { randomId } from './random-id.ts'

it('makes distinct ids of the length and alphabet', () => {
  const ids = Array.from({ length: 5_000 }, () => randomId(22))
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[0-9A-Za-z]{22}$/)
})

it('favours no letter', () => {
  const counts = new Map<string, number>()
  for (const letter of randomId(62_000)) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  expect(counts.size).toBe(62)
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(250)
})
