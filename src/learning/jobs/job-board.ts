import type { Job, JobControl, JobKind } from '../../contracts/job.ts'
import type { Json } from '../../contracts/json.ts'
import { orderedId } from '../../std/ordered-id.ts'
import { RunningJob } from './running-job.ts'

export interface JobBoardOptions {
  /** Those from before, newest first. */
  readonly kept: readonly Job[]
  put(job: Job): Promise<void>
  /** Milliseconds since 1970. */
  now(): number
  onError(error: unknown): void
}

export type JobWork = (control: JobControl) => Promise<void>

type Listener = (job: Job) => void

/** Older jobs that have ended are forgotten. */
const KEPT = 100

/** What runs in the background: one job of each kind at a time, which goes on after a restart. */
export class JobBoard {
  readonly #options: JobBoardOptions
  /** Oldest first. */
  readonly #jobs = new Map<string, Job>()
  readonly #running = new Map<string, RunningJob>()
  readonly #listeners = new Map<string, Set<Listener>>()

  constructor(options: JobBoardOptions) {
    this.#options = options
    for (const job of options.kept.toReversed()) this.#jobs.set(job.id, job)
  }

  /** Newest first. */
  list(): readonly Job[] {
    return [...this.#jobs.values()].reverse()
  }

  get(id: string): Job | undefined {
    return this.#jobs.get(id)
  }

  /** The one of a kind that runs. */
  running(kind: JobKind): Job | undefined {
    return this.list().find(
      (job) => job.kind === kind && job.state === 'running' && this.#running.has(job.id),
    )
  }

  /** Those that were running when the program ended. */
  interrupted(): readonly Job[] {
    return this.list().filter(({ id, state }) => state === 'running' && !this.#running.has(id))
  }

  /** Begins a job; there must be none of its kind. */
  start(kind: JobKind, request: Json, work: JobWork): Job {
    const createdAt = this.#options.now()
    const job: Job = {
      ...{ id: `job-${orderedId(createdAt)}`, kind, state: 'running', createdAt },
      ...{ endedAt: undefined, done: 0, total: 0, note: '', problems: [], request },
    }
    this.#jobs.set(job.id, job)
    this.#forgetOldest()
    this.resume(job, work)
    return job
  }

  /** Goes on with one that was interrupted. */
  resume(job: Job, work: JobWork): void {
    const running = new RunningJob(job, {
      ...this.#options,
      onChange: (changed) => this.#changed(changed),
    })
    this.#running.set(job.id, running)
    void running.run(work).finally(() => this.#running.delete(job.id))
  }

  /** What a running job is asked for is more than before. */
  amend(id: string, request: Json): void {
    this.#running.get(id)?.amend(request)
  }

  /** Resolves when it has ended; undefined = there is no such job. */
  async cancel(id: string): Promise<Job | undefined> {
    const known = this.#jobs.get(id)
    if (known?.state !== 'running') return known
    const running = this.#running.get(id)
    if (running !== undefined) {
      await running.cancel()
      return this.#jobs.get(id)
    }
    const cancelled: Job = { ...known, state: 'cancelled', endedAt: this.#options.now() }
    this.#changed(cancelled)
    await this.#options.put(cancelled)
    return cancelled
  }

  /** Calls `listener` with each change of a job, until the call that comes back or until it ends. */
  follow(id: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(id) ?? new Set()
    listeners.add(listener)
    this.#listeners.set(id, listeners)
    return () => listeners.delete(listener)
  }

  /** Interrupts all that runs, to be gone on with after the next start. */
  async stop(): Promise<void> {
    await Promise.all([...this.#running.values()].map((running) => running.interrupt()))
  }

  #changed(job: Job): void {
    this.#jobs.set(job.id, job)
    for (const listener of this.#listeners.get(job.id) ?? []) listener(job)
    if (job.state !== 'running') this.#listeners.delete(job.id)
  }

  #forgetOldest(): void {
    for (const { id } of this.list().slice(KEPT)) {
      if (!this.#running.has(id)) this.#jobs.delete(id)
    }
  }
}
