import type { ServerResponse } from 'node:http'
import type { Job } from '../../contracts/job.ts'
import type { Endpoint } from '../endpoint.ts'
import { jobJson, namedJob } from '../job-json.ts'
import { limitStall } from '../stall-limit.ts'

/** Some proxies end a connection on which nothing is said for long. */
const BEAT_MS = 15_000

/** Tells of a job as it goes on, as server-sent events: one now, one for each change, and then the end. */
export const adminJobEvents: Endpoint = {
  method: 'GET',
  path: '/admin/jobs/:id/events',
  access: 'admin',
  handle({ jobs }, { id, params, raw }, reply) {
    const job = namedJob(jobs, params)
    reply.hijack()
    const { raw: response } = reply
    response.writeHead(200, {
      'x-request-id': id,
      'content-type': 'text/event-stream; charset=utf-8',
      ...{ 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' },
    })
    tell(response, job)
    if (raw.method === 'HEAD' || job.state !== 'running') return
    const beat = setInterval(() => response.write(': still running\n\n'), BEAT_MS)
    const unfollow = jobs.follow(job.id, (changed) => tell(response, changed))
    response.on('close', () => {
      clearInterval(beat)
      unfollow()
    })
  },
}

/** A client that reads too slowly misses what lies between. */
function tell(response: ServerResponse, job: Job): void {
  const ended = job.state !== 'running'
  if (response.writableNeedDrain && !ended) return
  const name = ended ? 'end' : 'progress'
  response.write(`event: ${name}\ndata: ${JSON.stringify(jobJson(job, Date.now()))}\n\n`)
  if (!ended) return
  limitStall(response)
  response.end()
}
