import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { DatabaseFault } from './examine-worker.ts'

/**
 * What would keep a router from opening the database at `path`; undefined = nothing. Creates and changes nothing; looks
 * in a thread of its own, as everything does that touches the file.
 */
export async function examineDatabase(path: string): Promise<DatabaseFault | undefined> {
  const worker = new Worker(new URL('./examine-worker.ts', import.meta.url), {
    workerData: path,
    execArgv: [],
  })
  const [fault] = (await once(worker, 'message')) as [DatabaseFault | undefined]
  return fault
}
