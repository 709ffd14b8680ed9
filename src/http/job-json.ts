import { GatewayError } from '../contracts/errors.ts'
import type { Job, JobDesk } from '../contracts/job.ts'

/** The name of whichever job began last. */
const LATEST = 'latest'

/** A job as it is told; `now`: milliseconds since 1970. */
export function jobJson(job: Job, now: number): object {
  const { id, kind, state, createdAt, endedAt, done, total, note, problems, request } = job
  return {
    ...{ id, kind, state, created_at: new Date(createdAt).toISOString() },
    ended_at: endedAt === undefined ? null : new Date(endedAt).toISOString(),
    ...{ done, total, note, problems, request },
    eta_seconds: secondsLeft(job, now),
  }
}

/** At the pace so far. */
function secondsLeft({ state, createdAt, done, total }: Job, now: number): number | null {
  if (state !== 'running') return 0
  if (done === 0) return null
  return Math.round(((now - createdAt) * (total - done)) / done / 1000)
}

/** The job that a path names. Throws a GatewayError where there is none. */
export function namedJob(jobs: JobDesk, params: unknown): Job {
  const { id } = params as { readonly id: string }
  const job = id === LATEST ? jobs.list()[0] : jobs.get(id)
  if (job !== undefined) return job
  throw new GatewayError('job_not_found', `There is no job "${id.slice(0, 200)}".`)
}
