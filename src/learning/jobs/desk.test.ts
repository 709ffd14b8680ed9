import { expect, it, vi } from 'vitest'
import type { Job, JobControl, ProfileRequest } from '../../contracts/job.ts'
import { catalogOf, placement } from '../../routing/fleet.fixture.ts'
import { Desk } from './desk.ts'
import { JobBoard } from './job-board.ts'

const ALL: ProfileRequest = { models: undefined, force: false, patient: true }

function stage(kept: readonly Job[] = []) {
  const requests: (() => ProfileRequest)[] = []
  const since: number[] = []
  const board = new JobBoard({
    ...{ kept, put: async () => undefined, now: () => 1000, onError: () => undefined },
  })
  const profiler = {
    run(request: () => ProfileRequest, control: JobControl, from: number): Promise<void> {
      requests.push(request)
      since.push(from)
      return new Promise((resolve) => control.signal.addEventListener('abort', () => resolve()))
    },
  }
  const fleet = [placement('qwen3:8b'), placement('phi4', { backend: 'lab' })]
  const library = { sync: async () => undefined }
  const desk = new Desk({ board, profiler, library, catalog: () => catalogOf(fleet) })
  return { desk, requests, since }
}

it('one job does what several ask for', async () => {
  const { desk, requests } = stage()
  const first = desk.profile({ ...ALL, models: ['qwen3:8b'] })
  const second = desk.profile({ models: ['phi4@lab'], force: true, patient: false })
  expect(second.id).toBe(first.id)
  await vi.waitFor(() => expect(requests).toHaveLength(1))
  expect(requests[0]?.()).toEqual({ models: ['qwen3:8b', 'phi4@lab'], force: true, patient: false })
  desk.profile(ALL)
  expect(requests[0]?.()).toEqual({ models: undefined, force: true, patient: false })
  const before = requests[0]?.()
  desk.profile({ ...ALL, models: undefined })
  expect(requests[0]?.()).toBe(before)
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
  const request = { models: ['phi4'], force: true, patient: false }
  const job: Job = {
    ...{ id: 'job-1', kind: 'profile', state: 'running', createdAt: 5, endedAt: undefined },
    ...{ done: 1, total: 2, note: '', problems: [], request },
  }
  const { desk, requests, since } = stage([job])
  desk.resume()
  await vi.waitFor(() => expect(requests).toHaveLength(1))
  expect(requests[0]?.()).toEqual(request)
  expect(since).toEqual([5])
  expect(desk.profile({ ...ALL, models: ['phi4'] }).id).toBe('job-1')
})

it('what was interrupted is joined by whoever asks before it has gone on', () => {
  const request = { models: ['phi4'], force: false, patient: true }
  const job: Job = {
    ...{ id: 'job-1', kind: 'profile', state: 'running', createdAt: 5, endedAt: undefined },
    ...{ done: 1, total: 2, note: '', problems: [], request },
  }
  const { desk } = stage([job])
  expect(desk.profile({ ...ALL, models: ['qwen3:8b'] }).id).toBe('job-1')
  expect(desk.list()).toHaveLength(1)
})
