import { describe, expect, it } from 'vitest'
import type { KeyedEvidence, Vote } from '../contracts/learning.ts'
import { workOf } from '../routing/work-of.ts'
import { reopened } from './reopened.fixture.ts'

const row: KeyedEvidence = {
  key: 'probe:a@b:1:math-001',
  model: 'a',
  placement: 'a@b',
  source: 'probe',
  work: workOf('math', 0.3, 'physics'),
  y: 1,
  weight: 1,
  at: 5,
}

describe('what was learned', () => {
  it('is there after a restart, each key once', () =>
    reopened(async (open) => {
      const { placement: _, ...anywhere } = { ...row, key: 'vote:x', y: 0, at: 7 }
      const before = await open()
      await before.ask('putEvidence', [row, { ...row, y: 0 }])
      await before.ask('putEvidence', [row, anywhere])
      const after = await open()
      expect(await after.ask('allEvidence')).toEqual([row, { ...anywhere, placement: undefined }])
      await after.ask('removeEvidence', 'probe:a@b:')
      expect((await after.ask('allEvidence')).map(({ key }) => key)).toEqual(['vote:x'])
    }))

  it('is replaced by sums, all of it at once', () =>
    reopened(async (open) => {
      const old = Array.from({ length: 700 }, (_, at) => ({ ...row, key: `vote:${at}`, at }))
      const database = await open()
      await database.ask('putEvidence', [...old, row])
      const keys = old.map(({ key }) => key)
      const sum = { ...row, key: 'votes:a', weight: 350.5, at: 6 }
      await database.ask('replaceEvidence', keys, [sum])
      expect(await database.ask('allEvidence')).toEqual([row, sum])
      const broken = { ...sum, model: null } as unknown as KeyedEvidence
      await expect(database.ask('replaceEvidence', ['votes:a'], [broken])).rejects.toThrow()
      expect(await database.ask('allEvidence')).toEqual([row, sum])
    }))

  it('may be more than one statement takes', () =>
    reopened(async (open) => {
      const rows = Array.from({ length: 1201 }, (_, at) => ({ ...row, key: `k${at}`, at }))
      const database = await open()
      await database.ask('putEvidence', rows)
      expect(await database.ask('allEvidence')).toEqual(rows)
    }))
})

describe('votes', () => {
  const vote: Vote = {
    responseId: 'r1',
    voter: 'v1',
    at: 10,
    model: 'a',
    backend: 'b',
    score: 0.5,
    category: undefined,
    comment: 'fine',
  }

  it('replace the earlier one of the same voter on the same answer, and are counted', () =>
    reopened(async (open) => {
      const database = await open()
      await database.ask('putVote', vote)
      await database.ask('putVote', { ...vote, score: -1, at: 11 })
      await database.ask('putVote', { ...vote, voter: 'v2', at: 12, model: 'c' })
      const page = { offset: 0, limit: 10 }
      const { total, rows } = await database.ask('votes', page)
      expect({ total, scores: rows.map(({ score }) => score) }).toEqual({
        total: 2,
        scores: [0.5, -1],
      })
      expect((await database.ask('votes', page, 'c')).rows).toEqual([
        { ...vote, voter: 'v2', at: 12, model: 'c' },
      ])
      expect(await database.ask('votesOf', 'v1', 11)).toBe(1)
      expect(await database.ask('votesOf', 'v1', 12)).toBe(0)
    }))

  it('are kept for half a year at the least', () =>
    reopened(async (open) => {
      const database = await open()
      const now = Date.now()
      const ages = [1, 100, 179, 181, 900]
      for (const age of ages)
        await database.ask('putVote', { ...vote, voter: `${age}`, at: now - age * 86_400_000 })
      await database.prune({ maxDays: 7, maxRows: 10 })
      const { rows } = await database.ask('votes', { offset: 0, limit: 10 })
      expect(rows.map(({ voter }) => voter)).toEqual(['1', '100', '179'])
    }))
})
