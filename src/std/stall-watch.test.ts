import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { StallWatch } from './stall-watch.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A watch whose clock can jump ahead while no timer fires, as after SIGCONT. */
function scripted(): { watch: StallWatch; now: () => number; stall: (ms: number) => void } {
  let skipped = 0
  const now = (): number => performance.now() + skipped
  const stall = (ms: number): void => {
    skipped += ms
  }
  return { watch: new StallWatch(now), now, stall }
}

describe('StallWatch', () => {
  it('sees no stall in a process that runs', async () => {
    const { watch, now } = scripted()
    const before = now()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(watch.stalledSince(before)).toBe(false)
    watch.stop()
  })

  it('sees a stall even when it is asked before its own timer fires', async () => {
    const { watch, now, stall } = scripted()
    await vi.advanceTimersByTimeAsync(1000)
    const before = now()
    stall(2000)
    expect(watch.stalledSince(before)).toBe(true)
    watch.stop()
  })

  it('tells what began before a stall from what began after it', async () => {
    const { watch, now, stall } = scripted()
    const before = now()
    stall(30_000)
    await vi.advanceTimersByTimeAsync(500)
    const after = now()
    await vi.advanceTimersByTimeAsync(500)
    expect(watch.stalledSince(before)).toBe(true)
    expect(watch.stalledSince(after)).toBe(false)
    watch.stop()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('lets a short hiccup pass', () => {
    const { watch, now, stall } = scripted()
    const before = now()
    stall(900)
    expect(watch.stalledSince(before)).toBe(false)
    watch.stop()
  })
})
