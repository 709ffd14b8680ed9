import { GatewayError } from '../../contracts/errors.ts'
import type { Job, JobControl } from '../../contracts/job.ts'
import type { Json } from '../../contracts/json.ts'

export interface RunningJobOptions {
  put(job: Job): Promise<void>
  /** Milliseconds since 1970. */
  now(): number
  onError(error: unknown): void
  onChange(job: Job): void
}

/** Progress is told and written down so often at the most. */
const TELL_MS = 100
const WRITE_MS = 1000

const MOST_PROBLEMS = 50
const LONGEST_TEXT = 500

/** One job under way: it tells how far it is, and ends in one state, whatever its work does. */
export class RunningJob implements JobControl {
  readonly #options: RunningJobOptions
  readonly #control = new AbortController()
  #job: Job
  #ended: Promise<void> = Promise.resolve()
  #isInterrupted = false
  #toldAt = Number.NEGATIVE_INFINITY
  #writtenAt = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined

  constructor(job: Job, options: RunningJobOptions) {
    this.#job = job
    this.#options = options
  }

  get signal(): AbortSignal {
    return this.#control.signal
  }

  /** Resolves when the work has ended, well or badly, and that is written down. */
  run(work: (control: JobControl) => Promise<void>): Promise<void> {
    this.#ended = this.#worked(work)
    return this.#ended
  }

  step(done: number, total: number, note: string): void {
    this.#change({ ...this.#job, done, total, note: note.slice(0, LONGEST_TEXT) })
  }

  note(text: string): void {
    this.#change({ ...this.#job, note: text.slice(0, LONGEST_TEXT) })
  }

  problem(text: string): void {
    const problems = [...this.#job.problems, text.slice(0, LONGEST_TEXT)].slice(-MOST_PROBLEMS)
    this.#change({ ...this.#job, problems })
  }

  amend(request: Json): void {
    this.#change({ ...this.#job, request })
  }

  async cancel(): Promise<void> {
    this.#control.abort(new Error('The job was cancelled.'))
    await this.#ended
  }

  /** It stays `running` for the next start. */
  async interrupt(): Promise<void> {
    this.#isInterrupted = true
    await this.cancel()
  }

  async #worked(work: (control: JobControl) => Promise<void>): Promise<void> {
    await this.#write()
    try {
      await work(this)
      this.#end(this.signal.aborted ? 'cancelled' : 'done')
    } catch (thrown) {
      if (!this.signal.aborted) {
        this.problem(GatewayError.from(thrown).message)
        this.#options.onError(thrown)
      }
      this.#end(this.signal.aborted ? 'cancelled' : 'failed')
    }
    clearTimeout(this.#timer)
    await this.#write()
  }

  #end(state: 'done' | 'failed' | 'cancelled'): void {
    if (this.#isInterrupted) return
    this.#job = { ...this.#job, state, endedAt: this.#options.now() }
    this.#options.onChange(this.#job)
  }

  #change(job: Job): void {
    this.#job = job
    if (this.#timer !== undefined) return
    const wait = Math.max(0, this.#toldAt + TELL_MS - performance.now())
    this.#timer = setTimeout(() => this.#tell(), wait)
    this.#timer.unref()
  }

  #tell(): void {
    this.#timer = undefined
    this.#toldAt = performance.now()
    this.#options.onChange(this.#job)
    if (performance.now() - this.#writtenAt > WRITE_MS) void this.#write()
  }

  async #write(): Promise<void> {
    this.#writtenAt = performance.now()
    await this.#options.put(this.#job).catch((error: unknown) => this.#options.onError(error))
  }
}
