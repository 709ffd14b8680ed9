import { describe, expect, it } from 'vitest'
import type { KeyedEvidence } from '../contracts/learning.ts'
import { fold } from '../routing/ability.ts'
import { placement } from '../routing/fleet.fixture.ts'
import { priorOf } from '../routing/prior.ts'
import { workOf } from '../routing/work-of.ts'
import { collapsed } from './old-votes.ts'

const MINUTE = 60_000
const NOW = 1000 * 86_400_000

function votes(count: number, y: (at: number) => number = () => 1): readonly KeyedEvidence[] {
  return Array.from({ length: count }, (_, at) => ({
    key: `vote:voter-${at % 50}:r${at}`,
    ...{ model: 'm:8b', source: 'feedback' as const, weight: 1, y: y(at) },
    ...{ work: workOf('code', 0.5), at: NOW - (count - at) * 100 * MINUTE },
  }))
}

describe('old votes', () => {
  it('are left alone while they are few, or young', () => {
    expect(collapsed(votes(599), NOW)).toBeUndefined()
    const young = votes(900).map((row) => ({ ...row, at: NOW - MINUTE }))
    expect(collapsed(young, NOW)).toBeUndefined()
  })

  it('become one row for each kind of work, difficulty and outcome', () => {
    const found = collapsed(
      votes(1000, (at) => at % 2),
      NOW,
    )
    expect(found?.gone).toHaveLength(500)
    expect(found?.sums.map(({ key, weight }) => [key, weight])).toEqual([
      ['votes:m:8b:code:2:1', 250],
      ['votes:m:8b:code:2:0', 250],
    ])
  })

  it('fade as new ones come, so that they stay bounded for ever', () => {
    let rows = votes(600)
    for (let round = 0; round < 400; round++) {
      const found = collapsed(rows, NOW)
      const sums = found?.sums ?? []
      rows = [...sums, ...votes(600)]
    }
    expect(rows.length).toBe(601)
    expect(rows[0]?.weight).toBeLessThan(3000)
    expect(rows[0]?.weight).toBeGreaterThan(2500)
  })

  it('say what they said', () => {
    const rows = votes(1500, (at) => Number(at % 10 < 7))
    const { gone = [], sums = [] } = collapsed(rows, NOW) ?? {}
    const kept = rows.filter((row) => !gone.includes(row))
    const prior = priorOf(placement('m:8b'))
    const [before, after] = [fold(prior, rows), fold(prior, [...kept, ...sums])]
    expect(after.mean[0]).toBeCloseTo(before.mean[0] ?? 0, 1)
    expect(after.covariance[0]).toBeCloseTo(before.covariance[0] ?? 0, 1)
  })
})
