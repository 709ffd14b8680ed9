import type { Json } from './json.ts'

/** What runs in the background because somebody or the router itself asked for it. */
export type JobKind = 'profile' | 'sync-benchmarks'

export type JobState = 'running' | 'done' | 'failed' | 'cancelled'

/** A job as it stands; a running one goes on after a restart. Times are milliseconds since 1970. */
export interface Job {
  readonly id: string
  readonly kind: JobKind
  readonly state: JobState
  readonly createdAt: number
  readonly endedAt: number | undefined
  /** Steps. */
  readonly done: number
  readonly total: number
  /** For people: what it is at. */
  readonly note: string
  /** For people: what went wrong so far, newest last. */
  readonly problems: readonly string[]
  /** What was asked for. */
  readonly request: Json
}

/** What a job is to profile. */
export interface ProfileRequest {
  /** Ids of models, or of models on one backend; undefined = all. */
  readonly models: readonly string[] | undefined
  /** What is known already is found out anew. */
  readonly force: boolean
  /** Nobody waits for it: what can wait is found out while nobody uses the models. */
  readonly patient: boolean
}

/** One of the things that a job was asked for: milliseconds since 1970. */
export interface Wish extends ProfileRequest {
  readonly at: number
}

/** What a job under way tells of itself. */
export interface JobControl {
  /** Aborts when the job is to end. */
  readonly signal: AbortSignal
  /** How many steps are done, of how many, and what it is at. */
  step(done: number, total: number, note: string): void
  /** What it is at, while the steps stay as they are. */
  note(text: string): void
  /** Something went wrong, and the job goes on. */
  problem(text: string): void
}

/** What can be asked of the jobs. */
export interface JobDesk {
  /** Starts a job, or has the running one do this too. Throws a GatewayError for a model that is not known. */
  profile(request: ProfileRequest): Job
  /** Asks the sources of benchmarks, or has the running job do so. */
  syncBenchmarks(): Job
  /** Newest first. */
  list(): readonly Job[]
  get(id: string): Job | undefined
  /** Resolves when it has ended; one that has ended already stays as it is. */
  cancel(id: string): Promise<Job | undefined>
  /** Calls `listener` with each change of a job until the call that comes back, or until the job ends. */
  follow(id: string, listener: (job: Job) => void): () => void
}
