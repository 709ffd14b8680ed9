import type { Kysely } from 'kysely'
import type { Job } from '../contracts/job.ts'
import type { JobRow, Tables } from './tables.ts'

export interface JobRecords {
  /** Newest first, as many as are kept. */
  all(): Promise<readonly Job[]>
  /** Takes the place of what was kept of the job before. */
  put(job: Job): Promise<void>
}

/** Older ones are forgotten. */
const KEPT = 100

/** Jobs, from one start to the next. */
export function jobRecords(db: Kysely<Tables>): JobRecords {
  return {
    async all() {
      const rows = await newest(db).selectAll().execute()
      return rows.map(toJob)
    },
    async put(job) {
      await db.replaceInto('jobs').values(toRow(job)).execute()
      await db.deleteFrom('jobs').where('id', 'not in', newest(db).select('id')).execute()
    },
  }
}

function newest(db: Kysely<Tables>) {
  return db.selectFrom('jobs').orderBy('created_at', 'desc').orderBy('id', 'desc').limit(KEPT)
}

function toRow({ id, kind, state, createdAt, endedAt, ...progress }: Job): JobRow {
  const times = { created_at: createdAt, ended_at: endedAt ?? null }
  return { ...{ id, kind, state }, ...times, progress: JSON.stringify(progress) }
}

function toJob({ created_at, ended_at, progress, ...row }: JobRow): Job {
  const times = { createdAt: created_at, endedAt: ended_at ?? undefined }
  return { ...row, ...times, ...JSON.parse(progress) }
}
