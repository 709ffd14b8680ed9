import { NOT_LOOKED_AT } from './catalog/build-catalog.ts'
import type { Settings } from './config/settings.ts'
import type { Backend } from './contracts/backend.ts'
import type { JobDesk, JobKind } from './contracts/job.ts'
import type { LearningDesk } from './contracts/learning.ts'
import type { Catalog, ModelFacts, Placement } from './contracts/model.ts'
import type { MeasuredSpeed } from './contracts/profile.ts'
import type { Learned, Published } from './foundations.ts'
import { Asker } from './learning/asking/asker.ts'
import { UserTraffic } from './learning/asking/user-traffic.ts'
import { BenchmarkLibrary } from './learning/benchmarks/library.ts'
import { benchmarkSources } from './learning/benchmarks/sources/index.ts'
import { PACK_VERSION } from './learning/grading/pack-version.ts'
import { Desk } from './learning/jobs/desk.ts'
import { JobBoard } from './learning/jobs/job-board.ts'
import { Learning } from './learning/learning.ts'
import { probes } from './learning/probes/index.ts'
import { exams } from './learning/profiling/exams/index.ts'
import { FindingsBook } from './learning/profiling/findings-book.ts'
import { probePrefix } from './learning/profiling/probe-answer.ts'
import { Profiler } from './learning/profiling/profiler.ts'
import type { Abilities } from './routing/abilities.ts'
import type { Serving } from './serving/serving.ts'
import { Poller } from './std/poller.ts'
import type { Database } from './storage/database.ts'
import type { Log } from './telemetry/log.ts'
import { learningStore, libraryRules } from './wiring.ts'

export interface StudyOptions {
  readonly database: Database
  readonly log: Log
  readonly learned: Learned
  readonly published: Published
  readonly serving: Serving
  settings(): Settings
  catalog(): Catalog
  backends(): ReadonlyMap<string, Backend>
  /** Requests answered so far. */
  answered(): number
  /** Has the newest answers written down. */
  flush(): void
  readonly onAbilities: (abilities: Abilities) => void
  /** Told when facts about models were measured. */
  readonly onMeasured: () => void
}

/** Asked anew when it changes how the exams ask, as opposed to what the probes ask. */
const EXAMS_VERSION = 1

/** A router that was just started has other things to do. */
const FIRST_LOOK_MS = 10_000
const LOOK_MS = 60_000
const TICK_MS = 200
const SPACING_MS = 5000
const RETRY_MS = 3_600_000

/** The part of the router that gets to know the models: it hears users, asks the models itself, and keeps what it learns. */
export class Study {
  readonly #options: StudyOptions
  readonly #onError: (error: unknown) => void
  readonly #learning: Learning
  readonly #book: FindingsBook
  readonly #traffic: UserTraffic
  readonly #library: BenchmarkLibrary
  readonly #board: JobBoard
  readonly #profiler: Profiler
  readonly #desk: Desk
  readonly #due: Poller
  #timer: NodeJS.Timeout | undefined

  constructor(options: StudyOptions) {
    this.#options = options
    const { database, log, learned, serving, catalog, settings } = options
    this.#onError = (err) => log.error({ err }, 'what was learned does not count')
    this.#book = new FindingsBook(learned.findings, {
      put: (finding, rows) => database.ask('putFinding', finding, rows),
      remove: (placement) => database.ask('removeFindings', placement),
    })
    this.#learning = new Learning({
      book: this.#book,
      library: () => this.#library,
      ...{ evidence: learned.evidence, store: learningStore(database, options.flush), catalog },
      ...{ requests: options.answered, onAbilities: options.onAbilities, onError: this.#onError },
      takesVotes: () => settings().learning.feedback,
    })
    const { live, now } = serving
    this.#traffic = new UserTraffic({ active: (backend) => live.active(backend), now })
    this.#profiler = this.#newProfiler()
    this.#library = this.#newLibrary()
    this.#board = new JobBoard({
      kept: learned.jobs,
      put: (job) => database.ask('putJob', job),
      now: Date.now,
      onError: (err) => log.warn({ err }, 'a job failed'),
    })
    this.#desk = new Desk({
      ...{ board: this.#board, profiler: this.#profiler, library: this.#library, catalog },
    })
    this.#due = new Poller({
      task: async () => this.#beginWhatIsDue(),
      delayMs: () => LOOK_MS,
      spacingMs: SPACING_MS,
    })
  }

  get learning(): LearningDesk {
    return this.#learning
  }

  get jobs(): JobDesk {
    return this.#desk
  }

  /** Resolves when what was learned before counts. */
  async start(): Promise<void> {
    const begun = performance.now()
    this.#timer = setInterval(() => this.#begin(performance.now() - begun), TICK_MS)
    this.#timer.unref()
    await this.#learning.start()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await Promise.all([this.#due.stop(), this.#board.stop()])
    await this.#learning.stop()
  }

  catalogChanged(): void {
    this.#learning.catalogChanged()
    this.#library.match().catch(this.#onError)
    this.#due.soon()
  }

  /** What was measured of a placement, by its key. */
  facts(placement: string): ModelFacts | undefined {
    return this.#book.facts(placement)
  }

  speed(placement: string): MeasuredSpeed | undefined {
    return this.#book.speed(placement)
  }

  /** An attempt begins at a backend. */
  begun({ backend }: Placement): void {
    this.#traffic.begun(backend)
  }

  #newProfiler(): Profiler {
    const { serving, settings, catalog, backends, onMeasured } = this.#options
    const { knowledge } = this.#learning
    return new Profiler({
      asker: new Asker(serving, this.#traffic),
      ...{ traffic: this.#traffic, book: this.#book, exams, probes, catalog, backends, onMeasured },
      questions: `${EXAMS_VERSION}.${PACK_VERSION}`,
      rules: () => settings().learning.profile,
      state: (placement) => serving.live.state(placement),
      skill: (placement) => this.#learning.skill(placement),
      heard: (rows) => knowledge.hear(rows),
      forget: (placement) => knowledge.remove(probePrefix(placement)),
      settle: () => this.#learning.settle(),
      now: Date.now,
    })
  }

  /** What was interrupted goes on as soon as every backend was looked at; what nobody asked for has more time. */
  #begin(sinceMs: number): void {
    const isSurveyed = this.#options.catalog().backends.every(({ up, problem }) => {
      return up || problem !== NOT_LOOKED_AT
    })
    if ((isSurveyed && this.#options.catalog().lookedAt > 0) || sinceMs > FIRST_LOOK_MS)
      this.#desk.resume()
    if (sinceMs < FIRST_LOOK_MS) return
    clearInterval(this.#timer)
    void this.#due.start()
  }

  #newLibrary(): BenchmarkLibrary {
    const { database, learned, published, settings, catalog } = this.#options
    const { knowledge } = this.#learning
    return new BenchmarkLibrary({
      ...{ shipped: published.shipped, kept: learned.benchmarks, syncs: learned.syncs },
      ...{ sources: benchmarkSources, catalog, now: Date.now },
      rules: () => libraryRules(settings(), published.mapping),
      put: (sync, rows) => database.ask('putBenchmarks', sync, rows),
      onEvidence: (rows) => knowledge.replace('benchmark:', rows),
    })
  }

  #beginWhatIsDue(): void {
    const { profile, benchmarks } = this.#options.settings().learning
    if (benchmarks.enabled && this.#mayBegin('sync-benchmarks') && this.#library.isDue())
      this.#desk.syncBenchmarks(false)
    if (profile.enabled && this.#mayBegin('profile') && this.#profiler.isDue())
      this.#desk.profile({ models: undefined, force: false, patient: true })
  }

  /** What went wrong or was cancelled is not tried again at once, nor what is under way. */
  #mayBegin(kind: JobKind): boolean {
    const last = this.#desk.list().find((job) => job.kind === kind)
    if (last === undefined) return true
    const { state, problems, endedAt } = last
    const wentWell = state === 'done' && problems.length === 0
    return wentWell || (endedAt !== undefined && Date.now() - endedAt > RETRY_MS)
  }
}
