import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { pollUntil } from './poll-until.ts'

const patience = { limitMs: 1000, backend: 'attic', undone: 'has not loaded "a"' }
const never = new AbortController().signal

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('pollUntil', () => {
  it('asks until the answer is yes', async () => {
    const ask = vi.fn(async () => ask.mock.calls.length === 3)
    const polling = pollUntil(ask, patience, never)
    await vi.advanceTimersByTimeAsync(900)
    await polling
    expect(ask).toHaveBeenCalledTimes(3)
  })

  it('gives up at the limit, and says who did not do what', async () => {
    const polling = expect(pollUntil(async () => false, patience, never)).rejects.toMatchObject({
      code: 'upstream_ttft_timeout',
      message: 'The backend attic has not loaded "a" within 1 s.',
      details: { backend: 'attic' },
    })
    await vi.advanceTimersByTimeAsync(1000)
    await polling
    expect(vi.getTimerCount()).toBe(0)
  })

  it('throws what the question throws, and the reason of its signal', async () => {
    const broken = pollUntil(() => Promise.reject(new Error('broken')), patience, never)
    await expect(broken).rejects.toThrow('broken')
    const leaving = new AbortController()
    const left = expect(pollUntil(async () => false, patience, leaving.signal)).rejects.toBe('gone')
    leaving.abort('gone')
    await left
  })
})
