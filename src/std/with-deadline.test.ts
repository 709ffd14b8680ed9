import { getEventListeners } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { withDeadline } from './with-deadline.ts'

const never = (): Promise<never> => new Promise(() => undefined)

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('withDeadline', () => {
  it('hands on what the work brings and leaves nothing behind', async () => {
    const outer = new AbortController()
    expect(await withDeadline(100, async () => 'done', outer.signal)).toBe('done')
    expect(getEventListeners(outer.signal, 'abort')).toEqual([])
    await expect(withDeadline(100, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('cuts work that ignores its signal', async () => {
    let seen: AbortSignal | undefined
    const cut = withDeadline(1500, (signal) => {
      seen = signal
      return never()
    })
    const outcome = expect(cut).rejects.toMatchObject({
      name: 'TimeoutError',
      message: 'no answer within 1.5 s',
    })
    await vi.advanceTimersByTimeAsync(1499)
    expect(seen?.aborted).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(seen?.aborted).toBe(true)
    await outcome
  })

  it('ends with the outer signal', async () => {
    const outer = new AbortController()
    const cut = withDeadline(100, never, outer.signal)
    outer.abort(new Error('stopped'))
    await expect(cut).rejects.toThrow('stopped')
    await expect(withDeadline(100, never, outer.signal)).rejects.toThrow('stopped')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('leaves no rejection unhandled when the work fails after the cut', async () => {
    let fail: (error: Error) => void = () => undefined
    const late = new Promise<never>((_, reject) => {
      fail = reject
    })
    const outcome = expect(withDeadline(10, () => late)).rejects.toThrow('no answer')
    await vi.advanceTimersByTimeAsync(10)
    await outcome
    fail(new Error('late'))
    await vi.advanceTimersByTimeAsync(1)
  })
})
