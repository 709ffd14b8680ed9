import { Worker } from 'node:worker_threads'
import { DatabaseError } from './database-error.ts'
import { type Call, type Failure, OPENED, type Reply } from './messages.ts'

/** A call that the database thread could not carry out. */
class CallFailed extends Error {
  override readonly name = 'CallFailed'
  /** Whether trying again is pointless. */
  readonly final: boolean

  constructor(message: string, final: boolean) {
    super(message)
    this.final = final
  }
}

const ENDED = 'the database thread ended'

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/** The main thread's end of the database thread. One that died is started anew by the next call. */
export class DatabaseThread {
  readonly #path: string
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | undefined
  #lastId = OPENED
  #closed = false

  constructor(path: string) {
    this.#path = path
  }

  /** Rejects with a DatabaseError when the file was refused. */
  async open(): Promise<void> {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: this.#path,
      // Flags such as --eval or --watch are the main thread's own.
      execArgv: [],
    })
    this.#worker = worker
    const opened = this.#reply(OPENED)
    worker.on('message', (reply: Reply) => this.#settle(reply))
    let cause = ENDED
    worker.on('error', (error) => {
      cause = error.message
    })
    worker.on('exit', () => this.#lost(cause))
    await opened.catch((error: Error) => {
      if (error instanceof DatabaseError) throw error
      throw DatabaseError.of('unreachable', this.#path, error.message)
    })
  }

  /** Rejects with CallFailed, or with a DatabaseError when a thread started anew found the file unusable. */
  async call(call: Call): Promise<unknown> {
    if (this.#closed) throw new CallFailed('the database is closed', true)
    if (this.#worker === undefined) await this.open()
    if (this.#worker === undefined) throw new CallFailed(ENDED, false)
    this.#lastId += 1
    const reply = this.#reply(this.#lastId)
    this.#worker.postMessage({ id: this.#lastId, call })
    return reply
  }

  /** Closes the database and ends the thread. */
  async close(): Promise<void> {
    const worker = this.#worker
    const closing = worker && this.call({ do: 'close' }).catch(() => undefined)
    this.#closed = true
    await closing
    await worker?.terminate()
  }

  /** A process that has nothing else to do waits for the replies that are due, and for nothing else here. */
  #reply(id: number): Promise<unknown> {
    this.#worker?.ref()
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
    })
  }

  #settle({ id, value, failure }: Reply): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (this.#waiting.size === 0) this.#worker?.unref()
    if (failure === undefined) waiting?.resolve(value)
    else waiting?.reject(toError(failure))
  }

  #lost(message: string): void {
    this.#worker = undefined
    for (const { reject } of this.#waiting.values()) reject(new CallFailed(message, false))
    this.#waiting.clear()
  }
}

function toError({ message, problem, final }: Failure): Error {
  return problem === undefined
    ? new CallFailed(message, final)
    : new DatabaseError(problem, message)
}
