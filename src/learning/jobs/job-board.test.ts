import { describe, expect, it, vi } from 'vitest'
import { GatewayError } from '../../contracts/errors.ts'
import type { Job, JobControl } from '../../contracts/job.ts'
import { JobBoard } from './job-board.ts'

function stage(kept: readonly Job[] = []) {
  const stored = new Map<string, Job>()
  const errors: unknown[] = []
  const clock = { now: 1000 }
  const board = new JobBoard({
    kept,
    put: async (job) => void stored.set(job.id, job),
    now: () => clock.now,
    onError: (error) => errors.push(error),
  })
  return { board, stored, errors, clock }
}

/** Work that goes on until it is told what to do. */
function controlled() {
  let resolve = (): void => undefined
  let reject = (_: unknown): void => undefined
  const promise = new Promise<void>((done, failed) => {
    resolve = done
    reject = failed
  })
  const work = vi.fn((control: JobControl) => {
    control.signal.addEventListener('abort', () => reject(control.signal.reason))
    return promise
  })
  return { work, resolve, reject, control: () => work.mock.calls[0]?.[0] }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 150))

describe('a job', () => {
  it('runs, tells how far it is, ends, and is kept as it ended', async () => {
    const { board, stored } = stage()
    const { work, resolve, control } = controlled()
    const job = board.start('profile', { models: null }, work)
    expect(board.running('profile')?.id).toBe(job.id)
    const seen: Job[] = []
    board.follow(job.id, (changed) => seen.push(changed))
    await vi.waitFor(() => expect(work).toHaveBeenCalled())
    control()?.step(1, 4, 'first')
    control()?.problem('one is silent')
    await settled()
    expect(seen.at(-1)).toMatchObject({
      done: 1,
      total: 4,
      note: 'first',
      problems: ['one is silent'],
    })
    control()?.step(4, 4, 'last')
    resolve()
    await vi.waitFor(() => expect(stored.get(job.id)?.state).toBe('done'))
    expect(seen.at(-1)).toMatchObject({ state: 'done', done: 4, note: 'last', endedAt: 1000 })
    expect(stored.get(job.id)).toEqual(seen.at(-1))
    expect(board.running('profile')).toBeUndefined()
  })

  it('that throws has failed, and nobody is told of our insides', async () => {
    const { board, errors } = stage()
    const jobs = [new Error('at /secret/path'), new GatewayError('no_backends', 'There are none.')]
    for (const error of jobs) {
      const job = board.start('profile', null, () => Promise.reject(error))
      await vi.waitFor(() => expect(board.get(job.id)?.state).toBe('failed'))
      await settled()
    }
    const told = board.list().map(({ problems }) => problems)
    expect(told).toEqual([['There are none.'], ['Something went wrong inside the router.']])
    expect(errors).toEqual(jobs)
  })

  it('is cancelled, once it has ended', async () => {
    const { board } = stage()
    const { work } = controlled()
    const job = board.start('profile', null, work)
    await settled()
    expect(await board.cancel(job.id)).toMatchObject({ state: 'cancelled', endedAt: 1000 })
    expect(await board.cancel(job.id)).toMatchObject({ state: 'cancelled' })
    expect(await board.cancel('nope')).toBeUndefined()
  })

  it('goes on after a restart under its id, even one that nobody goes on with can be cancelled', async () => {
    const { board, stored } = stage()
    const { work } = controlled()
    const { id } = board.start('profile', { models: ['a'] }, work)
    await settled()
    await board.stop()
    const kept = stored.get(id)
    expect(kept?.state).toBe('running')
    const next = stage(kept === undefined ? [] : [kept])
    expect(next.board.interrupted().map((job) => job.id)).toEqual([id])
    const [interrupted] = next.board.interrupted()
    if (interrupted !== undefined) next.board.resume(interrupted, async () => undefined)
    await vi.waitFor(() => expect(next.board.get(id)?.state).toBe('done'))
    const last = stage(kept === undefined ? [] : [kept])
    expect(await last.board.cancel(id)).toMatchObject({ state: 'cancelled' })
    expect(last.stored.get(id)?.state).toBe('cancelled')
  })

  it('keeps its problems within bounds, and so does the list of jobs', async () => {
    const { board, clock } = stage()
    for (let at = 0; at < 110; at++) {
      clock.now += 1
      board.start('profile', at, async (control) => {
        for (let more = 0; more < 60; more++) control.problem(`${more} ${'x'.repeat(1000)}`)
      })
      await Promise.resolve()
    }
    await settled()
    board.start('profile', 'last', async () => undefined)
    expect(board.list().length).toBeLessThanOrEqual(101)
    expect(board.list()[0]?.request).toBe('last')
    const problems = board.list()[1]?.problems ?? []
    expect(problems).toHaveLength(50)
    expect(problems[0]).toMatch(/^10 x{497}$/)
  })

  it('goes on when it cannot be written down', async () => {
    const errors: unknown[] = []
    const board = new JobBoard({
      kept: [],
      put: () => Promise.reject(new Error('disk full')),
      now: () => 1,
      onError: (error) => errors.push(error),
    })
    const { id } = board.start('profile', null, async () => undefined)
    await vi.waitFor(() => expect(board.get(id)?.state).toBe('done'))
    expect(errors.length).toBeGreaterThan(0)
  })
})
