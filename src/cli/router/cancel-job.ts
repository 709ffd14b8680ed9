import { JobAnswer, Jobs } from './answers.ts'
import { askRouter } from './ask-router.ts'
import type { RouterAddress } from './router-address.ts'

/** Ends the running job of a kind; undefined = there is none. */
export async function cancelJob(
  address: RouterAddress,
  kind: string,
): Promise<JobAnswer | undefined> {
  const { jobs } = await askRouter(address, '/admin/jobs', Jobs)
  const running = jobs.find((job) => job.kind === kind && job.state === 'running')
  if (running === undefined) return undefined
  return askRouter(address, `/admin/jobs/${running.id}`, JobAnswer, 'delete')
}
