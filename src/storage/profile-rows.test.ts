import { describe, expect, it } from 'vitest'
import type { Job } from '../contracts/job.ts'
import type { Finding } from '../contracts/profile.ts'
import { workOf } from '../routing/work-of.ts'
import { reopened } from './reopened.fixture.ts'

const finding: Finding = {
  placement: 'a@b',
  item: 'tools',
  revision: 'r1',
  at: 5,
  value: { works: true },
}

const row = {
  ...{ key: 'probe:a@b:math-01', model: 'a', placement: 'a@b', source: 'probe' as const },
  ...{ work: workOf('math', 0.3), y: 1, weight: 1, at: 5 },
}

describe('what was measured', () => {
  it('is there after a restart, one finding of each item, with its evidence', () =>
    reopened(async (open) => {
      const before = await open()
      await before.ask('putFinding', { ...finding, value: null }, [])
      await before.ask('putFinding', finding, [row])
      await before.ask('putFinding', { ...finding, placement: 'c@d' }, [])
      const after = await open()
      await after.ask('removeFindings', 'c@d')
      expect(await after.ask('allFindings')).toEqual([finding])
      expect(await after.ask('allEvidence')).toEqual([row])
    }))

  it('is not kept where its evidence cannot be', () =>
    reopened(async (open) => {
      const database = await open()
      const broken = { ...row, model: null as unknown as string }
      await expect(database.ask('putFinding', finding, [broken])).rejects.toThrow()
      expect(await database.ask('allFindings')).toEqual([])
    }))
})

describe('jobs', () => {
  const job: Job = {
    ...{ id: 'job-1', kind: 'profile', state: 'running', createdAt: 1, endedAt: undefined },
    ...{
      done: 2,
      total: 3,
      note: 'tools of a',
      problems: ['b is silent'],
      request: { models: null },
    },
  }

  it('are there after a restart as they were last, the newest hundred', () =>
    reopened(async (open) => {
      const before = await open()
      await before.ask('putJob', job)
      await before.ask('putJob', { ...job, state: 'done', endedAt: 9 })
      for (let at = 2; at <= 101; at++)
        await before.ask('putJob', { ...job, id: `job-${at}`, createdAt: at })
      const kept = await (await open()).ask('allJobs')
      expect(kept).toHaveLength(100)
      expect(kept[0]).toEqual({ ...job, id: 'job-101', createdAt: 101 })
      expect(kept.at(-1)?.id).toBe('job-2')
    }))
})
