import type { Endpoint } from '../endpoint.ts'

/** Has the sources of public benchmarks asked for their figures; a second call joins the first. */
export const adminSyncBenchmarks: Endpoint = {
  method: 'POST',
  path: '/admin/sync-benchmarks',
  access: 'admin',
  handle({ jobs }, _request, reply) {
    void reply.code(202)
    return { job: jobs.syncBenchmarks().id }
  },
}
