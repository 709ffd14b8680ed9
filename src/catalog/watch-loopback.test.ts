import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { watchLoopback } from './watch-loopback.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function scripted(fingerprint: (url: string) => Promise<boolean>) {
  const onFound = vi.fn()
  const asked = vi.fn(fingerprint)
  const kinds = [{ kind: 'kind', ports: [1], fingerprint: asked }]
  const watch = watchLoopback({ kinds, exclude: [], intervalMs: () => 60_000, onFound })
  return { watch, asked, onFound }
}

describe('watchLoopback', () => {
  it('searches until something is found, and then no longer', async () => {
    let running = false
    const { watch, asked, onFound } = scripted(async () => running)
    await watch.start()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveBeenCalledTimes(2)
    expect(onFound).not.toHaveBeenCalled()
    running = true
    await vi.advanceTimersByTimeAsync(600_000)
    expect(onFound.mock.calls).toEqual([[[{ kind: 'kind', url: 'http://127.0.0.1:1' }]]])
    expect(asked).toHaveBeenCalledTimes(3)
  })

  it('stops in the middle of a search', async () => {
    const { watch, onFound } = scripted(() => new Promise(() => undefined))
    void watch.start()
    await watch.stop()
    await vi.advanceTimersByTimeAsync(600_000)
    expect(onFound).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
  })
})
