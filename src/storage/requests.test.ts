import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { RequestRecord } from '../contracts/record.ts'
import { insertRecords } from './insert-records.fixture.ts'
import { numberedRecord, numberedRecords } from './numbered-record.fixture.ts'
import { openStore, type Store } from './open.ts'
import { requests } from './requests.ts'
import { scratchFolder } from './scratch-folder.fixture.ts'
import { isFaultOfValues, sqliteCode } from './sqlite-code.ts'

const FULL = 13
const DAY_MS = 86_400_000

async function withStore(test: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore(join(scratchFolder(), 'router.db'))
  try {
    await test(store)
  } finally {
    await store.close()
  }
}

function failureOf(work: () => void): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}

async function count(store: Store, table: 'requests' | 'attempts'): Promise<number> {
  const query = store.db.selectFrom(table).select(({ fn }) => fn.countAll<number>().as('count'))
  return (await query.executeTakeFirstOrThrow()).count
}

describe('requests', () => {
  it('gives back what it was given', () =>
    withStore(async (store) => {
      const { db } = store
      const bare: RequestRecord = {
        ...numberedRecord(2),
        model: undefined,
        backend: undefined,
        reason: undefined,
        family: undefined,
        difficulty: undefined,
        tokensIn: undefined,
        firstContentMs: undefined,
        stream: false,
        status: 503,
        outcome: 'error',
        code: 'no_backends',
        attempts: [],
      }
      insertRecords(store, [numberedRecord(1), bare])
      expect(await requests(db).byId('chatcmpl-1')).toEqual(numberedRecord(1))
      expect(await requests(db).byId('chatcmpl-2')).toEqual(bare)
      expect(await requests(db).byId('chatcmpl-3')).toBeUndefined()
      expect(await requests(db).recent(1)).toEqual([bare])
      expect(await requests(db).recent(9)).toEqual([bare, numberedRecord(1)])
      expect(await requests(db).recent(0)).toEqual([])
    }))

  it('takes any number at once, and the same one twice', () =>
    withStore(async (store) => {
      const many = numberedRecords(0, 2500)
      insertRecords(store, many)
      insertRecords(store, [...many.slice(2000), numberedRecord(2500)])
      insertRecords(store, [])
      expect(await count(store, 'requests')).toBe(2501)
      expect(await count(store, 'attempts')).toBe(5002)
    }))

  it('writes all of a batch or nothing', () =>
    withStore(async (store) => {
      const broken = { ...numberedRecord(1), totalMs: Number.NaN }
      const failure = failureOf(() => insertRecords(store, [numberedRecord(0), broken]))
      expect(isFaultOfValues(failure)).toBe(true)
      expect(await count(store, 'requests')).toBe(0)
    }))

  it('goes on after the disk was full', () =>
    withStore(async (store) => {
      const { db } = store
      const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db)
      await sql.raw(`pragma max_page_count = ${rows[0]?.page_count}`).execute(db)
      const batch = numberedRecords(0, 2000)
      const failure = failureOf(() => insertRecords(store, batch))
      expect(sqliteCode(failure)).toBe(FULL)
      expect(isFaultOfValues(failure)).toBe(false)
      expect(await count(store, 'requests')).toBe(0)
      await sql`pragma max_page_count = 1000000`.execute(db)
      insertRecords(store, batch)
      expect(await count(store, 'requests')).toBe(2000)
    }))
})

describe('prune', () => {
  const newest = numberedRecord(1999).at

  it('forgets what is too old, with its attempts', () =>
    withStore(async (store) => {
      insertRecords(store, numberedRecords(0, 2000))
      const now = numberedRecord(1700).at + DAY_MS
      const removed = await requests(store.db).prune({ maxDays: 1, maxRows: 5000 }, now)
      expect(removed).toBe(1700)
      expect(await count(store, 'attempts')).toBe(600)
      expect(await requests(store.db).byId('chatcmpl-1699')).toBeUndefined()
      expect(await requests(store.db).byId('chatcmpl-1700')).toBeDefined()
    }))

  it.each([0, 1, 499, 500, 1500, 1999])('keeps the newest %s', (maxRows) =>
    withStore(async (store) => {
      insertRecords(store, numberedRecords(0, 2000))
      const removed = await requests(store.db).prune({ maxDays: 1, maxRows }, newest)
      expect(removed).toBe(2000 - maxRows)
      const left = await requests(store.db).recent(5000)
      expect(left).toHaveLength(maxRows)
      expect(left.at(-1)?.id).toBe(maxRows === 0 ? undefined : `chatcmpl-${2000 - maxRows}`)
    }),
  )

  it('leaves alone what is within both bounds', () =>
    withStore(async (store) => {
      insertRecords(store, numberedRecords(0, 10))
      expect(await requests(store.db).prune({ maxDays: 1, maxRows: 10 }, newest)).toBe(0)
    }))

  it('lets others write in between', () =>
    withStore(async (store) => {
      insertRecords(store, numberedRecords(0, 2000))
      const order: string[] = []
      const pruning = requests(store.db)
        .prune({ maxDays: 1, maxRows: 0 }, newest)
        .then(() => order.push('pruned'))
      await new Promise(setImmediate)
      insertRecords(store, [numberedRecord(5000)])
      order.push('written')
      await pruning
      expect(order).toEqual(['written', 'pruned'])
    }))
})
