import { setTimeout as sleep } from 'node:timers/promises'
import { JobAnswer } from './answers.ts'
import { askRouter } from './ask-router.ts'
import type { RouterAddress } from './router-address.ts'

const LOOK_MS = 500

/** Asks for a job again and again, tells of it each time, and resolves with how it ended. */
export async function followJob(
  address: RouterAddress,
  id: string,
  onStep: (job: JobAnswer) => void,
): Promise<JobAnswer> {
  for (;;) {
    const job = await askRouter(address, `/admin/jobs/${encodeURIComponent(id)}`, JobAnswer)
    onStep(job)
    if (job.state !== 'running') return job
    await sleep(LOOK_MS)
  }
}
