import type { Kysely } from 'kysely'
import type { RequestRecord } from '../contracts/record.ts'
import { decisions } from './decisions.ts'
import { feedback } from './feedback.ts'
import { toRecord } from './request-rows.ts'
import type { AttemptRow, RequestRow, Tables } from './tables.ts'

/** Rows older than `maxDays` and those beyond the newest `maxRows` are not kept. */
export interface Retention {
  readonly maxDays: number
  readonly maxRows: number
}

/** The memory of what happened: one row per request, one per attempt. */
export interface Requests {
  /** Newest first. */
  recent(limit: number): Promise<readonly RequestRecord[]>
  byId(id: string): Promise<RequestRecord | undefined>
  count(): Promise<number>
  /** Removes in slices that let other statements pass in between; resolves to how many went. `now` in milliseconds. */
  prune(retention: Retention, now: number): Promise<number>
}

const DAY_MS = 86_400_000
/** What users said is kept for half a year, or as long as requests are. */
const VOTE_DAYS = 180
/** Rows removed in one transaction. */
const SLICE = 500

export function requests(db: Kysely<Tables>): Requests {
  return {
    async recent(limit) {
      const newest = db.selectFrom('requests').selectAll().orderBy('at', 'desc').limit(limit)
      return withAttempts(db, await newest.execute())
    },
    async byId(id) {
      const one = db.selectFrom('requests').selectAll().where('id', '=', id)
      return (await withAttempts(db, await one.execute()))[0]
    },
    count: () => countOf(db),
    async prune({ maxDays, maxRows }, now) {
      const expired = await inSlices(() => removeOldest(db, SLICE, now - maxDays * DAY_MS))
      const surplus = await inSlices(() => removeBeyond(db, maxRows))
      await decisions(db).prune()
      const kept = Math.max(maxDays, VOTE_DAYS) * DAY_MS
      await feedback(db).prune(now - kept)
      return expired + surplus
    },
  }
}

async function withAttempts(
  db: Kysely<Tables>,
  rows: readonly RequestRow[],
): Promise<readonly RequestRecord[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const attempts = await db
    .selectFrom('attempts')
    .selectAll()
    .where('request_id', 'in', ids)
    .orderBy('position')
    .execute()
  const byRequest = new Map<string, AttemptRow[]>(ids.map((id) => [id, []]))
  for (const attempt of attempts) byRequest.get(attempt.request_id)?.push(attempt)
  return rows.map((row) => toRecord(row, byRequest.get(row.id) ?? []))
}

/** `remove` takes away at most a slice. Statements of others that wait get their turn after each. */
async function inSlices(remove: () => Promise<number>): Promise<number> {
  let total = 0
  for (;;) {
    const removed = await remove()
    total += removed
    if (removed < SLICE) return total
    await new Promise(setImmediate)
  }
}

async function removeBeyond(db: Kysely<Tables>, maxRows: number): Promise<number> {
  const surplus = Math.max(0, (await countOf(db)) - maxRows)
  return removeOldest(db, Math.min(SLICE, surplus), Number.MAX_SAFE_INTEGER)
}

/** Removes the oldest `limit` of those before `time`. */
async function removeOldest(db: Kysely<Tables>, limit: number, time: number): Promise<number> {
  const oldest = db
    .selectFrom('requests')
    .select('id')
    .where('at', '<', time)
    .orderBy('at')
    .limit(limit)
  const { numDeletedRows } = await db
    .deleteFrom('requests')
    .where('id', 'in', oldest)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

async function countOf(db: Kysely<Tables>): Promise<number> {
  const { count } = await db
    .selectFrom('requests')
    .select((expression) => expression.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}
