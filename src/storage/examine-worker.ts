import { existsSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { DatabaseError, type DatabaseProblem } from './database-error.ts'
import { inspectFile } from './inspect-file.ts'
import { lockFile } from './lock-file.ts'

/** What would keep a router from opening a database. */
export interface DatabaseFault {
  readonly problem: DatabaseProblem
  /** For people: names the file and what to do. */
  readonly message: string
}

parentPort?.postMessage(faultOf(String(workerData)))

function faultOf(path: string): DatabaseFault | undefined {
  try {
    inspectFile(path)
    if (existsSync(`${path}.lock`)) lockFile(path).release()
    return undefined
  } catch (error) {
    const { problem, message } =
      error instanceof DatabaseError
        ? error
        : DatabaseError.of('unreachable', path, error instanceof Error ? error.message : undefined)
    return { problem, message }
  }
}
