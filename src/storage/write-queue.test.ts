import { describe, expect, it } from 'vitest'
import type { RequestRecord } from '../contracts/record.ts'
import { numberedRecords } from './numbered-record.fixture.ts'
import { WriteQueue, type WriteQueueOptions } from './write-queue.ts'

const BUSY = new Error('database is locked')
const FINAL = Object.assign(new Error('constraint failed'), { final: true })
const CLOSE_MS = 10_000

/** A queue before a database that fails with each of `failures` in turn, then works. */
function queueBefore(failures: Error[], options: Partial<WriteQueueOptions> = {}) {
  const written: RequestRecord[] = []
  const reports: string[] = []
  const queue = new WriteQueue({
    async write(records) {
      const failure = failures.shift()
      if (failure) throw failure
      written.push(...records)
    },
    limit: 2000,
    retryMs: 1,
    report: (message) => reports.push(message),
    reportMs: 60_000,
    ...options,
  })
  return { queue, written, reports }
}

describe('WriteQueue', () => {
  it('writes in order, in batches, one at a time', async () => {
    const sizes: number[] = []
    let running = 0
    const { queue } = queueBefore([], {
      async write(records) {
        running += 1
        expect(running).toBe(1)
        await new Promise(setImmediate)
        sizes.push(records.length)
        running -= 1
      },
    })
    queue.add(numberedRecords(0, 1200))
    queue.add(numberedRecords(1200, 1201))
    await queue.close(CLOSE_MS)
    expect(sizes).toEqual([500, 500, 201])
    expect(queue.stats).toEqual({ waiting: 0, written: 1201, dropped: 0 })
  })

  it('tries again until it works, keeps the order, and says so once each way', async () => {
    const { queue, written, reports } = queueBefore([BUSY, BUSY, BUSY])
    queue.add(numberedRecords(0, 3))
    queue.add(numberedRecords(3, 5))
    await queue.close(CLOSE_MS)
    expect(written).toEqual(numberedRecords(0, 5))
    expect(reports).toEqual([
      'Requests cannot be recorded in the database: database is locked (5 wait, 0 dropped).',
      'Requests are recorded in the database again; 0 were lost since the start.',
    ])
  })

  it('gives up what can never be written, and goes on with the rest', async () => {
    const { queue, written, reports } = queueBefore([FINAL])
    queue.add(numberedRecords(0, 501))
    await queue.close(CLOSE_MS)
    expect(written).toEqual(numberedRecords(500, 501))
    expect(queue.stats).toEqual({ waiting: 0, written: 1, dropped: 500 })
    expect(reports[0]).toContain('constraint failed')
  })

  it('keeps no more than its limit and counts the rest', async () => {
    const { queue, written } = queueBefore([BUSY])
    queue.add(numberedRecords(0, 1500))
    queue.add(numberedRecords(1500, 2600))
    queue.add(numberedRecords(2600, 2601))
    expect(queue.stats).toEqual({ waiting: 2000, written: 0, dropped: 601 })
    await queue.close(CLOSE_MS)
    expect(written).toEqual(numberedRecords(0, 2000))
  })

  it('reports again after the pause, not before', async () => {
    const failures = Array.from({ length: 20 }, () => BUSY)
    const often = queueBefore([...failures], { reportMs: 0 })
    often.queue.add(numberedRecords(0, 1))
    await often.queue.close(CLOSE_MS)
    expect(often.reports).toHaveLength(21)
    const seldom = queueBefore([...failures])
    seldom.queue.add(numberedRecords(0, 1))
    await seldom.queue.close(CLOSE_MS)
    expect(seldom.reports).toHaveLength(2)
  })

  it.each([
    ['fails for good', () => Promise.reject(BUSY)],
    ['never answers', () => new Promise<never>(() => undefined)],
  ])('closes in time before a database that %s', async (_, write) => {
    const { queue } = queueBefore([], { write, retryMs: 60_000 })
    queue.add(numberedRecords(0, 600))
    await queue.close(20)
    expect(queue.stats.written).toBe(0)
    expect(queue.stats.dropped).toBeGreaterThan(0)
  })
})
