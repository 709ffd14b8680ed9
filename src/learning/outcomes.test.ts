import { describe, expect, it } from 'vitest'
import type { KeyedEvidence } from '../contracts/learning.ts'
import type { Sign, SignKind } from '../contracts/sign.ts'
import { Outcomes } from './outcomes.ts'

const DAY_MS = 86_400_000

function sign(kind: SignKind, more: Partial<Sign> = {}): Sign {
  return { kind, model: 'm', placement: 'm@one', family: 'code', difficulty: 0.5, ...more }
}

function stage(kept: readonly KeyedEvidence[] = []) {
  const world = { now: 0 }
  const stored = new Map<string, KeyedEvidence>()
  const puts: number[] = []
  const outcomes = new Outcomes({
    kept,
    async put(rows) {
      puts.push(rows.length)
      for (const row of rows) stored.set(row.key, row)
    },
    remove: async (key) => void stored.delete(key),
    now: () => world.now,
  })
  return { outcomes, stored, puts, world }
}

describe('Outcomes', () => {
  it('takes what failed for wrong and what went on for right, each for little', async () => {
    const { outcomes, stored } = stage()
    outcomes.hear([sign('empty'), sign('went-on'), sign('asked-again'), sign('edited')])
    await outcomes.flush()
    expect([...stored.values()].map(({ key, y, weight }) => [key, y, weight])).toEqual([
      ['outcome:m@one:code:2:0', 0, 0.5 + 0.3 + 0.15],
      ['outcome:m@one:code:2:1', 1, 0.05],
    ])
  })

  it('keeps few rows of a model, however much is heard', async () => {
    const { outcomes, stored } = stage()
    const kinds = ['empty', 'good-call'] as const
    for (let at = 0; at < 5000; at++)
      outcomes.hear([sign(kinds[at % 2] ?? 'empty', { difficulty: (at % 101) / 100 })])
    await outcomes.flush()
    expect(stored.size).toBe(10)
  })

  it('forgets half of it in a month', async () => {
    const { outcomes, stored, world } = stage()
    outcomes.hear([sign('empty')])
    world.now = 30 * DAY_MS
    outcomes.hear([sign('empty')])
    await outcomes.flush()
    expect([...stored.values()][0]?.weight).toBeCloseTo(0.75)
  })

  it('goes on after a restart, and writes only what changed', async () => {
    const first = stage()
    first.outcomes.hear([sign('empty'), sign('went-on')])
    await first.outcomes.flush()
    const second = stage([...first.stored.values()])
    second.outcomes.hear([sign('empty')])
    await second.outcomes.flush()
    await second.outcomes.flush()
    expect(second.puts).toEqual([1])
    expect(second.stored.get('outcome:m@one:code:2:0')?.weight).toBe(1)
  })

  it('fades also where nothing is heard any more, and is gone one day', async () => {
    const { outcomes, stored, world } = stage()
    outcomes.hear(Array.from({ length: 40 }, () => sign('asked-again')))
    await outcomes.flush()
    world.now = 60 * DAY_MS
    await outcomes.flush()
    expect([...stored.values()].map(({ weight }) => weight)).toEqual([expect.closeTo(3)])
    world.now = 600 * DAY_MS
    await outcomes.flush()
    expect(stored.size).toBe(0)
  })

  it('forgets a model that was replaced by another', async () => {
    const { outcomes, stored } = stage()
    outcomes.hear([sign('empty'), sign('empty', { placement: 'n@one' })])
    outcomes.forget('m@one')
    await outcomes.flush()
    expect([...stored.keys()]).toEqual(['outcome:n@one:code:2:0'])
  })
})
