import { Worker } from 'node:worker_threads'
import type { Json } from '../../contracts/json.ts'

/** A function of this name in this source, to be called with each of these lists of arguments. */
export interface SandboxJob {
  readonly source: string
  readonly name: string
  readonly inputs: readonly (readonly Json[])[]
}

/** What one call came to; without `gave` it gave no JSON, or failed. */
export interface SandboxResult {
  readonly gave?: Json
}

/** A worker that has not answered after this time is ended, whatever it does. */
const KILL_MS = 5000
/** One that nobody needs is ended. */
const IDLE_MS = 10_000

let worker: Worker | undefined
let idle: NodeJS.Timeout | undefined
let turn: Promise<unknown> = Promise.resolve()

/** Runs code that a model wrote, one job at a time; undefined = it could not be run, or not in time. */
export function runSandboxed(job: SandboxJob): Promise<readonly SandboxResult[] | undefined> {
  const result = turn.then(() => runNow(job))
  turn = result
  return result
}

async function runNow(job: SandboxJob): Promise<readonly SandboxResult[] | undefined> {
  clearTimeout(idle)
  worker ??= startWorker()
  const running = worker
  const answer = await answerOf(running, job)
  if (answer === undefined) await endWorker()
  else idle = setTimeout(() => void endWorker(), IDLE_MS).unref()
  return answer
}

function answerOf(running: Worker, job: SandboxJob): Promise<readonly SandboxResult[] | undefined> {
  return new Promise((resolve) => {
    const settle = (results?: readonly SandboxResult[]): void => {
      clearTimeout(kill)
      running.off('message', settle).off('error', fail).off('exit', fail)
      resolve(results)
    }
    const fail = (): void => settle()
    const kill = setTimeout(fail, KILL_MS)
    running.on('message', settle).on('error', fail).on('exit', fail)
    running.postMessage(job)
  })
}

/** Its memory is bounded from outside too, in case the inner bound fails. */
function startWorker(): Worker {
  const started = new Worker(new URL('sandbox-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 128 },
    env: {},
    ...{ stdout: true, stderr: true },
  })
  started.unref()
  return started
}

async function endWorker(): Promise<void> {
  const ended = worker
  worker = undefined
  await ended?.terminate()
}
