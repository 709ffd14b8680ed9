import { describe, expect, it, vi } from 'vitest'
import { UserTraffic } from './user-traffic.ts'

function stage() {
  const clock = { now: 0 }
  const active = new Map<string, number>()
  const traffic = new UserTraffic({
    active: (backend) => active.get(backend) ?? 0,
    now: () => clock.now,
  })
  return { clock, active, traffic }
}

describe('users', () => {
  it('are told from the router itself', () => {
    const { active, traffic } = stage()
    const seen = vi.fn()
    const unwatch = traffic.watch(['a'], seen)
    const begin = (): void => {
      active.set('a', (active.get('a') ?? 0) + 1)
      traffic.begun('a')
    }
    traffic.asOwn('a', begin)
    expect(traffic.isQuiet(['a'], 0)).toBe(true)
    expect(seen).not.toHaveBeenCalled()
    begin()
    traffic.begun('b')
    expect(seen).toHaveBeenCalledTimes(1)
    expect(traffic.isQuiet(['a'], 0)).toBe(false)
    expect(traffic.isQuiet(['c'], 0)).toBe(true)
    unwatch()
    traffic.begun('a')
    expect(seen).toHaveBeenCalledTimes(1)
  })

  it('are waited for until nobody was answered for long enough', async () => {
    const { clock, active, traffic } = stage()
    active.set('a', 1)
    traffic.begun('a')
    const control = new AbortController()
    let quiet = false
    const waiting = traffic
      .quiet(['a'], () => 100, control.signal)
      .then(() => {
        quiet = true
      })
    clock.now = 500
    expect(traffic.isQuiet(['a'], 100)).toBe(false)
    active.delete('a')
    clock.now = 550
    expect(traffic.isQuiet(['a'], 100)).toBe(false)
    expect(quiet).toBe(false)
    clock.now = 700
    await waiting
  })

  it('are not waited for any longer when the job ends', async () => {
    const { active, traffic } = stage()
    active.set('a', 1)
    const waiting = traffic.quiet(['a'], () => 0, AbortSignal.timeout(10))
    await expect(waiting).rejects.toThrow()
  })

  it('count even when the beginning of an own attempt fails', () => {
    const { traffic } = stage()
    const failing = (): never => {
      throw new Error('no')
    }
    expect(() => traffic.asOwn('a', failing)).toThrow('no')
    const seen = vi.fn()
    traffic.watch(['a'], seen)
    traffic.begun('a')
    expect(seen).toHaveBeenCalled()
  })
})
