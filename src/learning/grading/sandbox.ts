import { Worker } from 'node:worker_threads'
import { READY, type SandboxJob, type SandboxResult } from './sandbox-job.ts'

/** A worker that is not ready after this time cannot be started; one that has not answered is ended, whatever it does. */
const START_MS = 30_000
const KILL_MS = 5000
/** One that nobody needs is ended. */
const IDLE_MS = 10_000

let worker: Worker | undefined
let idle: NodeJS.Timeout | undefined
let turn: Promise<unknown> = Promise.resolve()

/**
 * Runs code that a model wrote, one job at a time; undefined = it ended the thread that it ran in, or not in time. Rejects
 * where no thread can be started: that says nothing of the code.
 */
export function runSandboxed(job: SandboxJob): Promise<readonly SandboxResult[] | undefined> {
  const result = turn.then(() => runNow(job))
  turn = result.catch(() => undefined)
  return result
}

async function runNow(job: SandboxJob): Promise<readonly SandboxResult[] | undefined> {
  clearTimeout(idle)
  worker ??= await startWorker()
  const running = worker
  const answer = messageOf<readonly SandboxResult[]>(running, KILL_MS)
  running.postMessage(job)
  const results = await answer
  if (results === undefined) await endWorker()
  else idle = setTimeout(() => void endWorker(), IDLE_MS).unref()
  return results
}

/** The next thing that a worker says; undefined = it ended, or said nothing in time. */
function messageOf<Message>(running: Worker, limitMs: number): Promise<Message | undefined> {
  return new Promise((resolve) => {
    const settle = (message?: Message): void => {
      clearTimeout(limit)
      running.off('message', settle).off('error', fail).off('exit', fail)
      resolve(message)
    }
    const fail = (): void => settle()
    const limit = setTimeout(fail, limitMs)
    running.on('message', settle).on('error', fail).on('exit', fail)
  })
}

/** Its memory is bounded from outside too, in case the inner bounds fail. */
async function startWorker(): Promise<Worker> {
  const started = new Worker(new URL('sandbox-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 128 },
    env: {},
    ...{ stdout: true, stderr: true },
  })
  started.unref()
  started.on('error', () => undefined)
  if ((await messageOf(started, START_MS)) === READY) return started
  await started.terminate()
  throw new Error('The thread that runs code of models could not be started.')
}

async function endWorker(): Promise<void> {
  const ended = worker
  worker = undefined
  await ended?.terminate()
}
