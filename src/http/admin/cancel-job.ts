import type { Endpoint } from '../endpoint.ts'
import { jobJson, namedJob } from '../job-json.ts'

/** Ends a job, and answers once it has ended; what it has found out so far stays. */
export const adminCancelJob: Endpoint = {
  method: 'DELETE',
  path: '/admin/jobs/:id',
  access: 'admin',
  async handle({ jobs }, { params }) {
    const job = namedJob(jobs, params)
    return jobJson((await jobs.cancel(job.id)) ?? job, Date.now())
  },
}
