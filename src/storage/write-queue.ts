import { setTimeout as delay } from 'node:timers/promises'
import type { RequestRecord } from '../contracts/record.ts'

/** Counts of records since the start. */
export interface WriteStats {
  readonly waiting: number
  readonly written: number
  readonly dropped: number
}

export interface WriteQueueOptions {
  /** Writes all or none; a rejection whose `final` is true gives these records up, any other is tried again. */
  readonly write: (records: readonly RequestRecord[]) => Promise<unknown>
  /** Records kept while they cannot be written; what comes on top of them is dropped and counted. */
  readonly limit: number
  readonly retryMs: number
  /** Told when records cannot be written, at most once per `reportMs`, and once when they can be again. */
  readonly report: (message: string) => void
  readonly reportMs: number
}

/** Records on their way to the database, written in order and one batch at a time. Adding one never waits or throws. */
export class WriteQueue {
  readonly #options: WriteQueueOptions
  readonly #stop = new AbortController()
  #records: RequestRecord[] = []
  #writing = 0
  #written = 0
  #dropped = 0
  #pump: Promise<void> | undefined
  #reportedAt = Number.NEGATIVE_INFINITY
  #announced = false

  constructor(options: WriteQueueOptions) {
    this.#options = options
  }

  get stats(): WriteStats {
    return {
      waiting: this.#records.length + this.#writing,
      written: this.#written,
      dropped: this.#dropped,
    }
  }

  add(records: readonly RequestRecord[]): void {
    const room = Math.max(0, this.#options.limit - this.stats.waiting)
    for (const record of records.slice(0, room)) this.#records.push(record)
    if (records.length > room) this.#drop(records.length - room, 'the database does not keep up')
    if (this.#records.length > 0) this.#pump ??= this.#run()
  }

  /** Resolves when all is written, or after `timeoutMs` with the rest dropped. */
  async close(timeoutMs: number): Promise<void> {
    const stopped = new Promise((resolve) => {
      this.#stop.signal.addEventListener('abort', resolve, { once: true })
    })
    const timer = setTimeout(() => this.#stop.abort(), timeoutMs)
    await Promise.race([this.#pump, stopped])
    clearTimeout(timer)
    this.#dropped += this.#records.length
    this.#records = []
  }

  async #run(): Promise<void> {
    while (this.#records.length > 0 && !this.#stop.signal.aborted) {
      await this.#writeBatch(this.#records.splice(0, BATCH))
    }
    this.#pump = undefined
  }

  async #writeBatch(batch: readonly RequestRecord[]): Promise<void> {
    this.#writing = batch.length
    const failure = await this.#options.write(batch).then(
      () => undefined,
      (error: unknown) => error,
    )
    this.#writing = 0
    if (failure === undefined) this.#wrote(batch.length)
    else await this.#failed(batch, failure)
  }

  #wrote(count: number): void {
    this.#written += count
    if (!this.#announced) return
    this.#announced = false
    this.#options.report(
      `Requests are recorded in the database again; ${this.#dropped} were lost since the start.`,
    )
  }

  async #failed(batch: readonly RequestRecord[], error: unknown): Promise<void> {
    const message = error instanceof Error ? error.message : String(error)
    if (error instanceof Error && 'final' in error && error.final === true) {
      this.#drop(batch.length, message)
      return
    }
    this.#records = [...batch, ...this.#records]
    this.#report(message)
    await delay(this.#options.retryMs, undefined, { ref: false, signal: this.#stop.signal }).catch(
      () => undefined,
    )
  }

  #drop(count: number, reason: string): void {
    this.#dropped += count
    this.#report(reason)
  }

  #report(reason: string): void {
    const now = performance.now()
    if (now - this.#reportedAt < this.#options.reportMs) return
    this.#reportedAt = now
    this.#announced = true
    const { waiting, dropped } = this.stats
    this.#options.report(
      `Requests cannot be recorded in the database: ${reason} (${waiting} wait, ${dropped} dropped).`,
    )
  }
}

/** Records in one transaction. */
const BATCH = 500
