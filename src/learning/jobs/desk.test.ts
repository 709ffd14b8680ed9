import { expect, it, vi } from 'vitest'
import type { Job, ProfileRequest } from '../../contracts/job.ts'
import { catalogOf, placement } from '../../routing/fleet.fixture.ts'
import type { Run } from '../profiling/round.ts'
import { Desk } from './desk.ts'
import { JobBoard } from './job-board.ts'

const ALL: ProfileRequest = { models: undefined, force: false, patient: true }

function stage(kept: readonly Job[] = []) {
  const runs: Run[] = []
  const world = { now: 1000 }
  const board = new JobBoard({
    ...{ kept, put: async () => undefined, now: () => world.now, onError: () => undefined },
  })
  const profiler = {
    run(run: Run): Promise<void> {
      runs.push(run)
      return new Promise((resolve) => {
        run.control.signal.addEventListener('abort', () => resolve())
      })
    },
  }
  const fleet = [placement('qwen3:8b'), placement('phi4', { backend: 'lab' })]
  const library = { sync: async () => undefined }
  const catalog = () => catalogOf(fleet)
  const desk = new Desk({ board, profiler, library, catalog, now: () => world.now })
  return { desk, runs, world }
}

it('one job does what several ask for, each for what it named and since it asked', async () => {
  const { desk, runs, world } = stage()
  const first = desk.profile(ALL)
  world.now = 2000
  const second = desk.profile({ models: ['phi4@lab'], force: true, patient: false })
  expect(second.id).toBe(first.id)
  await vi.waitFor(() => expect(runs).toHaveLength(1))
  expect(runs[0]?.wishes()).toEqual([
    { ...ALL, at: 1000 },
    { models: ['phi4@lab'], force: true, patient: false, at: 2000 },
  ])
  expect(desk.get(first.id)?.request).toHaveLength(2)
  const before = runs[0]?.wishes()
  for (const covered of [ALL, { models: ['phi4@lab'], force: true, patient: true }])
    desk.profile(covered)
  expect(runs[0]?.wishes()).toBe(before)
  await desk.cancel(first.id)
  expect(desk.profile(ALL).id).not.toBe(first.id)
})

it('a model that there is not is named, with the nearest one', () => {
  const { desk } = stage()
  expect(() => desk.profile({ ...ALL, models: ['qwen3:9b'] })).toThrow(
    'models: there is no model "qwen3:9b". Did you mean "qwen3:8b"?',
  )
  expect(desk.list()).toEqual([])
  expect(() => desk.profile({ ...ALL, models: ['QWEN3:8B', 'Phi4:latest'] })).not.toThrow()
})

it('what was interrupted is gone on with, from its beginning as to what counts', async () => {
  const request = [{ models: ['phi4'], force: true, patient: false, at: 5 }]
  const job: Job = {
    ...{ id: 'job-1', kind: 'profile', state: 'running', createdAt: 5, endedAt: undefined },
    ...{ done: 1, total: 2, note: '', problems: [], request },
  }
  const { desk, runs } = stage([job])
  desk.resume()
  await vi.waitFor(() => expect(runs).toHaveLength(1))
  expect(runs[0]?.wishes()).toEqual(request)
  expect(desk.profile({ ...ALL, models: ['phi4'] }).id).toBe('job-1')
})

it('what was interrupted is joined by whoever asks before it has gone on', () => {
  const request = [{ models: ['phi4'], force: false, patient: true, at: 5 }]
  const job: Job = {
    ...{ id: 'job-1', kind: 'profile', state: 'running', createdAt: 5, endedAt: undefined },
    ...{ done: 1, total: 2, note: '', problems: [], request },
  }
  const { desk } = stage([job])
  expect(desk.profile({ ...ALL, models: ['qwen3:8b'] }).id).toBe('job-1')
  expect(desk.list()).toHaveLength(1)
})
