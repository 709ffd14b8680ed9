import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Poller } from './poller.ts'

/** A poller whose rounds take `takesMs`, with the moments at which they began. */
function scripted(takesMs: number): { poller: Poller; began: number[]; signals: AbortSignal[] } {
  const began: number[] = []
  const signals: AbortSignal[] = []
  const origin = performance.now()
  const poller = new Poller({
    delayMs: () => 10_000,
    spacingMs: 1000,
    task: async (signal) => {
      began.push(performance.now() - origin)
      signals.push(signal)
      await new Promise<void>((done) => {
        setTimeout(done, takesMs)
        signal.addEventListener('abort', () => done())
      })
    },
  })
  return { poller, began, signals }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('Poller', () => {
  it('runs at once and then after each delay', async () => {
    const { poller, began } = scripted(100)
    void poller.start()
    await vi.advanceTimersByTimeAsync(21_000)
    expect(began).toEqual([0, 10_100, 20_200])
    await poller.stop()
  })

  it('never runs twice at once, however long a round takes', async () => {
    const { poller, began } = scripted(60_000)
    const first = poller.start()
    expect(poller.now()).toBe(first)
    poller.soon()
    await vi.advanceTimersByTimeAsync(59_000)
    expect(began).toEqual([0])
    await poller.stop()
  })

  it('answers many wishes with one round, spaced from the last', async () => {
    const { poller, began } = scripted(100)
    void poller.start()
    await vi.advanceTimersByTimeAsync(300)
    poller.soon()
    poller.soon()
    await vi.advanceTimersByTimeAsync(500)
    poller.soon()
    await vi.advanceTimersByTimeAsync(5000)
    expect(began).toEqual([0, 1000])
    poller.soon()
    await vi.advanceTimersByTimeAsync(0)
    expect(began).toEqual([0, 1000, 5800])
    await poller.stop()
  })

  it('looks again when the wish came during a round', async () => {
    const { poller, began } = scripted(3000)
    void poller.start()
    await vi.advanceTimersByTimeAsync(1500)
    poller.soon()
    await vi.advanceTimersByTimeAsync(3000)
    expect(began).toHaveLength(2)
    await poller.stop()
  })

  it('stops: aborts the round, waits for it, and begins none', async () => {
    const { poller, began, signals } = scripted(60_000)
    void poller.start()
    await vi.advanceTimersByTimeAsync(10)
    await poller.stop()
    expect(signals[0]?.aborted).toBe(true)
    poller.soon()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(began).toEqual([0])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('runs single rounds on demand without being started', async () => {
    const { poller, began } = scripted(100)
    void poller.now()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(began).toEqual([0])
  })
})
