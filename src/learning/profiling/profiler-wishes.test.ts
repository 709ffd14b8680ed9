import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { GatewayError } from '../../contracts/errors.ts'
import type { Wish } from '../../contracts/job.ts'
import { placement } from '../../routing/fleet.fixture.ts'
import { profilerStage, reply } from './profiler.fixture.ts'
import { UNASKED } from './wishes.ts'

const small = placement('a:1b', { backend: 'one', sizeBytes: 1e9, digest: 'd1' })
const large = placement('b:8b', { backend: 'one', sizeBytes: 8e9, loaded: false })
const elsewhere = placement('c:3b', { backend: 'two' })

describe('several wishes', () => {
  it('are heard while a profile runs: nobody who waits is kept waiting by one that is patient', async () => {
    let wishes: readonly Wish[] = UNASKED
    const stage = profilerStage({ placements: [large, small], wishes: () => wishes })
    stage.traffic.begun('one')
    const run = stage.run()
    await sleep(100)
    expect(stage.asked).toEqual([])
    wishes = [...UNASKED, { models: ['b:8b'], force: false, patient: false, at: 1000 }]
    await run
    expect(stage.asked).toHaveLength(8)
    expect(stage.asked.every((text) => text.startsWith('b:8b@one'))).toBe(true)
    expect(stage.profiler.isDue()).toBe(true)
  })

  it('are each for the models that they name', async () => {
    const wishes = [
      { models: undefined, force: false, patient: false, at: 0 },
      { models: ['c:3b'], force: true, patient: false, at: 1500 },
    ]
    const stage = profilerStage({ placements: [small, elsewhere], wishes: () => wishes })
    await stage.run()
    stage.world.now = 2000
    stage.asked.length = 0
    await stage.run()
    expect(stage.asked).toHaveLength(8)
    expect(stage.asked.every((text) => text.startsWith('c:3b'))).toBe(true)
  })

  it('are heard by a lane of another machine, and while the judge works', async () => {
    let wishes: readonly Wish[] = UNASKED
    let compared = 0
    const stage = profilerStage({
      ...{ placements: [small, elsewhere], wishes: () => wishes },
      async judge({ quietMs, signal }) {
        for (; compared < 1000; compared++) {
          quietMs()
          signal.throwIfAborted()
          await sleep(5)
        }
      },
    })
    const run = stage.run()
    await vi.waitFor(() => expect(compared).toBeGreaterThan(0))
    stage.asked.length = 0
    stage.active.set('one', 1)
    wishes = [...UNASKED, { models: ['c:3b'], force: true, patient: false, at: 1001 }]
    stage.world.now = 1002
    await vi.waitFor(() => expect(stage.asked).toHaveLength(8))
    stage.control.abort(new Error('stop'))
    await run.catch(() => undefined)
  })

  it('that cannot be fulfilled keep nobody else waiting, and no program busy', async () => {
    const wishes = [...UNASKED, { models: ['b:8b'], force: false, patient: false, at: 1000 }]
    const stage = profilerStage({
      ...{ placements: [small, large], wishes: () => wishes },
      answer({ placement: { model } }) {
        if (model === 'b:8b') throw new GatewayError('upstream_unreachable', 'gone')
        return reply('right')
      },
    })
    await stage.run()
    expect(stage.asked.filter((text) => text.startsWith('a:1b'))).toEqual([])
    wishes.pop()
    await stage.run()
    expect(stage.asked.filter((text) => text.startsWith('a:1b'))).toHaveLength(8)
    expect(stage.asked.length).toBeLessThan(20)
  })
})
