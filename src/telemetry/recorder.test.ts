import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RequestRecord } from '../contracts/record.ts'
import { createRecorder } from './recorder.ts'
import { requestRecord } from './request-record.fixture.ts'

const ids = (records: readonly RequestRecord[]) => records.map(({ id }) => id)

describe('createRecorder', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('hands over batches in order, and nothing when nothing happened', () => {
    const batches: string[][] = []
    const recorder = createRecorder({ onBatch: (records) => batches.push(ids(records)) })
    expect(vi.getTimerCount()).toBe(0)
    for (const id of ['a', 'b', 'c']) recorder.record(requestRecord({ id }))
    expect(batches).toEqual([])
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersByTime(50)
    recorder.record(requestRecord({ id: 'd' }))
    vi.advanceTimersByTime(500)
    expect(batches).toEqual([['a', 'b', 'c'], ['d']])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('keeps what is recorded during a batch for the next', () => {
    const batches: string[][] = []
    const recorder = createRecorder({
      onBatch(records) {
        batches.push(ids(records))
        if (batches.length === 1) recorder.record(requestRecord({ id: 'late' }))
      },
    })
    recorder.record(requestRecord({ id: 'first' }))
    recorder.flush()
    expect(batches).toEqual([['first']])
    vi.advanceTimersByTime(50)
    expect(batches).toEqual([['first'], ['late']])
  })

  it('survives a subscriber that throws', () => {
    const errors: unknown[] = []
    const recorder = createRecorder({
      onBatch() {
        throw new Error('subscriber')
      },
      onError: (error) => errors.push(error),
    })
    recorder.record(requestRecord())
    vi.advanceTimersByTime(50)
    expect(errors).toEqual([new Error('subscriber')])
  })

  it('flushes on close and takes no more', () => {
    const batches: string[][] = []
    const recorder = createRecorder({ onBatch: (records) => batches.push(ids(records)) })
    recorder.record(requestRecord({ id: 'last' }))
    recorder.close()
    recorder.record(requestRecord({ id: 'too late' }))
    vi.advanceTimersByTime(500)
    expect(batches).toEqual([['last']])
  })
})
