import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Backend, BackendLook, BackendSettings } from '../contracts/backend.ts'
import { BackendWatch } from './backend-watch.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('BackendWatch', () => {
  it('sees within seconds what is loaded elsewhere, at two looks in ten minutes', async () => {
    let loaded = false
    const look = vi.fn(
      async (): Promise<BackendLook> => ({
        models: [{ id: 'a', nativeId: 'a', loaded, facts: { capabilities: {} } }],
      }),
    )
    const backend: Partial<Backend> = {
      settings: { name: 'attic' } as BackendSettings,
      look,
      glance: async () => String(loaded),
    }
    const onChange = vi.fn()
    const watch = new BackendWatch(backend as Backend, {
      intervalMs: () => 600_000,
      deadlineMs: 10_000,
      random: () => 0,
      onChange,
    })
    void watch.start()
    await vi.advanceTimersByTimeAsync(300_000)
    expect(look).toHaveBeenCalledTimes(1)
    loaded = true
    await vi.advanceTimersByTimeAsync(6_000)
    expect(watch.sight.look?.models[0]?.loaded).toBe(true)
    expect(onChange).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(300_000)
    expect(look).toHaveBeenCalledTimes(2)
    await watch.stop()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('keeps what it saw as long as nothing changes, so that nothing is made from it anew', async () => {
    const look = async (): Promise<BackendLook> => ({
      models: [{ id: 'a', nativeId: 'a', facts: { capabilities: {} } }],
    })
    const backend: Partial<Backend> = { settings: { name: 'attic' } as BackendSettings, look }
    const options = { intervalMs: () => 60_000, deadlineMs: 10_000, random: () => 0 }
    const watch = new BackendWatch(backend as Backend, { ...options, onChange: () => undefined })
    await watch.lookNow()
    const [before] = watch.sight.look?.models ?? []
    await watch.lookNow()
    expect(watch.sight.look?.models[0]).toBe(before)
  })
})
