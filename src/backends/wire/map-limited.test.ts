import { describe, expect, it } from 'vitest'
import { mapLimited } from './map-limited.ts'

const never = new AbortController().signal

describe('mapLimited', () => {
  it('keeps the order and the limit', async () => {
    let running = 0
    let most = 0
    const work = async (item: number): Promise<number> => {
      most = Math.max(most, ++running)
      for (let turn = 0; turn < 10 - item; turn++) await Promise.resolve()
      running--
      return item * 2
    }
    const items = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    expect(await mapLimited(items, 3, work, never)).toEqual(items.map((item) => item * 2))
    expect(most).toBe(3)
  })

  it('ends the rest at the first failure', async () => {
    const begun: number[] = []
    const work = (item: number, signal: AbortSignal): Promise<void> => {
      begun.push(item)
      if (item === 0) return Promise.reject(new Error('first'))
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('second')))
      })
    }
    await expect(mapLimited([0, 1, 2, 3], 2, work, never)).rejects.toThrow('first')
    expect(begun).toEqual([0, 1])
  })

  it('begins nothing once it is aborted', async () => {
    const signal = AbortSignal.abort(new Error('gone'))
    const work = (): Promise<void> => Promise.reject(new Error('begun'))
    await expect(mapLimited([1], 1, work, signal)).rejects.toThrow('gone')
  })

  it('has nothing to do for no items', async () => {
    expect(await mapLimited([], 4, () => Promise.resolve(1), never)).toEqual([])
  })
})
