import type { Kysely } from 'kysely'
import type { JobRecord, JobState } from '../contracts/learning.ts'
import type { JobRow, Tables } from './tables.ts'

export interface JobRecords {
  put(job: JobRecord): Promise<void>
  /** Newest first. */
  recent(limit: number): Promise<readonly JobRecord[]>
}

/** Ended jobs that are remembered. */
const REMEMBERED = 200

/** What was begun in the background, so that it can be gone on with. */
export function jobRecords(db: Kysely<Tables>): JobRecords {
  return {
    async put(job) {
      await db.replaceInto('jobs').values(toRow(job)).execute()
      const kept = db.selectFrom('jobs').select('id').orderBy('begun_at', 'desc').limit(REMEMBERED)
      await db.deleteFrom('jobs').where('id', 'not in', kept).execute()
    },
    async recent(limit) {
      const newest = db.selectFrom('jobs').selectAll().orderBy('begun_at', 'desc').limit(limit)
      return (await newest.execute()).map(toRecord)
    },
  }
}

function toRow({ id, kind, state, begunAt, endedAt, progress }: JobRecord): JobRow {
  return {
    ...{ id, kind, state },
    begun_at: begunAt,
    ended_at: endedAt ?? null,
    progress: JSON.stringify(progress),
  }
}

function toRecord({ id, kind, state, begun_at, ended_at, progress }: JobRow): JobRecord {
  return {
    ...{ id, kind, state: state as JobState },
    begunAt: begun_at,
    endedAt: ended_at ?? undefined,
    progress: JSON.parse(progress) as unknown,
  }
}
