import { describe, expect, it } from 'vitest'
import type { Placement, ServerLoad } from '../contracts/model.ts'
import type { CurrentLoad } from '../contracts/routing.ts'
import { ReportedLoads } from './reported-loads.ts'

/** What is made of an account given while `before` requests were ours, now that `ours` are. */
function current(
  load: Partial<ServerLoad>,
  { before = 0, ours = 0, after = 0 },
): CurrentLoad | undefined {
  const loads = new ReportedLoads()
  loads.note([placed(load)], () => before, 1000)
  return loads.current('m@a', ours, 1000 + after)
}

function placed(load: Partial<ServerLoad>): Placement {
  const value = { running: 0, waiting: 0, at: 5, ...load }
  return { key: 'm@a', load: { value, source: 'reported' } } as Placement
}

describe('ReportedLoads', () => {
  it.each<[string, Partial<ServerLoad>, { before: number; ours: number }, CurrentLoad]>([
    ['is as the server says', { running: 5 }, { before: 2, ours: 2 }, { running: 5, waiting: 0 }],
    ['grows with what we send', { running: 5 }, { before: 2, ours: 6 }, { running: 9, waiting: 0 }],
    ['shrinks as ours end', { running: 5 }, { before: 3, ours: 0 }, { running: 2, waiting: 0 }],
    [
      'waits behind a line that there is',
      { running: 4, waiting: 2 },
      { before: 1, ours: 4 },
      { running: 4, waiting: 5 },
    ],
    [
      'works a line off first',
      { running: 4, waiting: 2 },
      { before: 5, ours: 2 },
      { running: 3, waiting: 0 },
    ],
    [
      'waits where the cache is full',
      { running: 4, cacheUse: 0.97 },
      { before: 0, ours: 2 },
      { running: 4, waiting: 2 },
    ],
    [
      'never falls below ours, whatever a server says',
      { running: 0 },
      { before: 8, ours: 3 },
      { running: 3, waiting: 0 },
    ],
  ])('%s', (_, load, counts, expected) => {
    expect(current(load, counts)).toEqual(expected)
  })

  it('are forgotten after a minute, though the same account be noted again', () => {
    expect(current({ running: 5 }, { after: 61_000 })).toBeUndefined()
    const loads = new ReportedLoads()
    for (const now of [0, 50_000]) loads.note([placed({ running: 5 })], () => 0, now)
    expect(loads.current('m@a', 0, 61_000)).toBeUndefined()
    loads.note([placed({ running: 5, at: 6 })], () => 0, 62_000)
    expect(loads.current('m@a', 0, 63_000)).toEqual({ running: 5, waiting: 0 })
  })

  it('stand as long as a server rests, and count what we send to it then', () => {
    const loads = new ReportedLoads()
    loads.note([placed({ running: 0 })], () => 0, 0)
    expect(loads.current('m@a', 8, 3_600_000)).toEqual({ running: 8, waiting: 0 })
  })

  it('are only of placements that have one', () => {
    const loads = new ReportedLoads()
    loads.note([placed({ running: 5 })], () => 0, 0)
    loads.note([{ key: 'm@a' } as Placement], () => 0, 1)
    expect(loads.current('m@a', 0, 2)).toBeUndefined()
  })
})
