import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Lingering } from './lingering.ts'

const now = (): number => performance.now()

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('Lingering', () => {
  it('counts each prompt until its time has passed', () => {
    const lingering = new Lingering(now)
    const start = now()
    lingering.add(start + 1000)
    lingering.add(start + 3000)
    const counts = [0, 999, 1000, 2999, 3000].map((ms) => lingering.count(start + ms))
    expect(counts).toEqual([2, 2, 1, 1, 0])
  })

  it('ends when the backend says that it is idle, and asks no longer', async () => {
    const lingering = new Lingering(now)
    const answers = [false, false, true]
    const probe = vi.fn(async () => answers.shift() ?? false)
    lingering.add(now() + 60_000, probe)
    lingering.add(now() + 60_000, probe)
    await vi.advanceTimersByTimeAsync(1500)
    expect(lingering.count(now())).toBe(2)
    await vi.advanceTimersByTimeAsync(1000)
    expect(lingering.count(now())).toBe(0)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(probe).toHaveBeenCalledTimes(3)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('takes a probe that fails or hangs for "not idle" and stops asking when the time has passed', async () => {
    const lingering = new Lingering(now)
    const probe = vi
      .fn<() => Promise<boolean>>()
      .mockRejectedValueOnce(new Error('refused'))
      .mockReturnValueOnce(new Promise(() => undefined))
      .mockResolvedValue(false)
    lingering.add(now() + 8000, probe)
    await vi.advanceTimersByTimeAsync(7000)
    expect(lingering.count(now())).toBe(1)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(lingering.count(now())).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('watches again for the next prompt', async () => {
    const lingering = new Lingering(now)
    lingering.add(now() + 60_000, async () => true)
    await vi.advanceTimersByTimeAsync(0)
    lingering.add(now() + 60_000, async () => true)
    expect(lingering.count(now())).toBe(1)
    await vi.advanceTimersByTimeAsync(0)
    expect(lingering.count(now())).toBe(0)
  })
})
