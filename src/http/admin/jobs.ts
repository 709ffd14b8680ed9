import type { Endpoint } from '../endpoint.ts'
import { jobJson } from '../job-json.ts'

/** What runs in the background or did, newest first. */
export const adminJobs: Endpoint = {
  method: 'GET',
  path: '/admin/jobs',
  access: 'admin',
  handle: ({ jobs }) => ({ jobs: jobs.list().map((job) => jobJson(job, Date.now())) }),
}
