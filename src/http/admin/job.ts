import type { Endpoint } from '../endpoint.ts'
import { jobJson, namedJob } from '../job-json.ts'

/** How far one job is; `latest` names the one that began last. */
export const adminJob: Endpoint = {
  method: 'GET',
  path: '/admin/jobs/:id',
  access: 'admin',
  handle: ({ jobs }, { params }) => jobJson(namedJob(jobs, params), Date.now()),
}
