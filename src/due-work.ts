import { NOT_LOOKED_AT } from './catalog/build-catalog.ts'
import type { Settings } from './config/settings.ts'
import type { JobKind } from './contracts/job.ts'
import type { Catalog } from './contracts/model.ts'
import type { BenchmarkLibrary } from './learning/benchmarks/library.ts'
import type { Desk } from './learning/jobs/desk.ts'
import type { Profiler } from './learning/profiling/profiler.ts'
import { Poller } from './std/poller.ts'

export interface DueWorkOptions {
  settings(): Settings
  catalog(): Catalog
  readonly desk: Desk
  readonly profiler: Pick<Profiler, 'isDue'>
  readonly library: Pick<BenchmarkLibrary, 'isDue'>
}

/** A router that was just started has other things to do. */
const FIRST_LOOK_MS = 10_000
const LOOK_MS = 60_000
const TICK_MS = 200
const SPACING_MS = 5000
const RETRY_MS = 3_600_000

/** Begins in the background what nobody has to ask for, and goes on with what was interrupted. */
export class DueWork {
  readonly #options: DueWorkOptions
  readonly #poller: Poller
  #timer: NodeJS.Timeout | undefined

  constructor(options: DueWorkOptions) {
    this.#options = options
    this.#poller = new Poller({
      task: async () => this.#beginWhatIsDue(),
      delayMs: () => LOOK_MS,
      spacingMs: SPACING_MS,
    })
  }

  start(): void {
    const begun = performance.now()
    this.#timer = setInterval(() => this.#begin(performance.now() - begun), TICK_MS)
    this.#timer.unref()
  }

  /** Looks again: there may be more to do. */
  soon(): void {
    this.#poller.soon()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#poller.stop()
  }

  /** What was interrupted goes on as soon as every backend was looked at; what nobody asked for has more time. */
  #begin(sinceMs: number): void {
    const { catalog, desk } = this.#options
    const isSurveyed = catalog().backends.every(({ up, problem }) => {
      return up || problem !== NOT_LOOKED_AT
    })
    if ((isSurveyed && catalog().lookedAt > 0) || sinceMs > FIRST_LOOK_MS) desk.resume()
    if (sinceMs < FIRST_LOOK_MS) return
    clearInterval(this.#timer)
    void this.#poller.start()
  }

  #beginWhatIsDue(): void {
    const { desk, profiler, library } = this.#options
    const { profile, benchmarks } = this.#options.settings().learning
    if (benchmarks.enabled && this.#mayBegin('sync-benchmarks') && library.isDue())
      desk.syncBenchmarks(false)
    if (profile.enabled && this.#mayBegin('profile') && profiler.isDue())
      desk.profile({ models: undefined, force: false, patient: true })
  }

  /** What went wrong or was cancelled is not tried again at once, nor what is under way. */
  #mayBegin(kind: JobKind): boolean {
    const last = this.#options.desk.list().find((job) => job.kind === kind)
    if (last === undefined) return true
    const { state, problems, endedAt } = last
    const wentWell = state === 'done' && problems.length === 0
    return wentWell || (endedAt !== undefined && Date.now() - endedAt > RETRY_MS)
  }
}
