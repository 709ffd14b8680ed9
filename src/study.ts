import type { Settings } from './config/settings.ts'
import type { Backend } from './contracts/backend.ts'
import type { JobDesk } from './contracts/job.ts'
import type { KeyedEvidence, LearningDesk } from './contracts/learning.ts'
import type { Catalog, ModelFacts, Placement } from './contracts/model.ts'
import type { MeasuredSpeed } from './contracts/profile.ts'
import type { RequestRecord } from './contracts/record.ts'
import { DueWork } from './due-work.ts'
import type { Learned, Published } from './foundations.ts'
import { JudgeSeat } from './judge-seat.ts'
import { Asker } from './learning/asking/asker.ts'
import { UserTraffic } from './learning/asking/user-traffic.ts'
import { BenchmarkLibrary } from './learning/benchmarks/library.ts'
import { benchmarkSources } from './learning/benchmarks/sources/index.ts'
import { PACK_VERSION } from './learning/grading/pack-version.ts'
import { Desk } from './learning/jobs/desk.ts'
import { JobBoard } from './learning/jobs/job-board.ts'
import { judgePrefix } from './learning/judge/docket.ts'
import { Judging } from './learning/judge/judging.ts'
import { pairs } from './learning/judge/pack.ts'
import { openQuestions } from './learning/judge/questions/index.ts'
import { Learning } from './learning/learning.ts'
import { Outcomes, outcomePrefix } from './learning/outcomes.ts'
import { probes } from './learning/probes/index.ts'
import { Drift } from './learning/profiling/drift.ts'
import { exams } from './learning/profiling/exams/index.ts'
import { FindingsBook } from './learning/profiling/findings-book.ts'
import { probePrefix } from './learning/profiling/probe-answer.ts'
import { Profiler } from './learning/profiling/profiler.ts'
import { Purse } from './learning/profiling/purse.ts'
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

/** What is believed is kept with decisions, so that signs must not change it all the time. */
const HEARING_MS = 3_600_000

/** The part of the router that gets to know the models: it hears users, asks the models itself, and keeps what it learns. */
export class Study {
  readonly #options: StudyOptions
  readonly #onError: (error: unknown) => void
  readonly #learning: Learning
  readonly #book: FindingsBook
  readonly #traffic: UserTraffic
  readonly #library: BenchmarkLibrary
  readonly #board: JobBoard
  readonly #outcomes: Outcomes
  readonly #drift: Drift
  readonly #hearing: Poller
  readonly #seat: JudgeSeat
  readonly #judging: Judging
  readonly #profiler: Profiler
  readonly #desk: Desk
  readonly #due: DueWork

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
      judge: () => this.#judging.status(),
    })
    this.#outcomes = new Outcomes({
      kept: learned.evidence,
      put: (rows) => this.#learning.knowledge.add(rows),
      remove: (key) => this.#learning.knowledge.remove(key),
      now: Date.now,
    })
    this.#hearing = new Poller({
      task: () => this.#hear().catch(this.#onError),
      ...{ delayMs: () => HEARING_MS, spacingMs: HEARING_MS },
    })
    const { live, now } = serving
    this.#drift = new Drift({
      paceOf: (key) => live.paceOf(key),
      measured: (key) => this.#book.speed(key),
    })
    this.#traffic = new UserTraffic({ active: (backend) => live.active(backend), now })
    this.#seat = new JudgeSeat(options)
    this.#judging = this.#newJudging()
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
      now: Date.now,
    })
    this.#due = new DueWork({
      ...{ settings, catalog, desk: this.#desk, profiler: this.#profiler, library: this.#library },
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
    this.#due.start()
    await this.#learning.start()
    void this.#hearing.start()
  }

  async stop(): Promise<void> {
    await Promise.all([this.#due.stop(), this.#board.stop(), this.#hearing.stop()])
    await this.#outcomes.flush().catch(this.#onError)
    await Promise.all([this.#learning.stop(), this.#seat.close()])
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

  async #hear(): Promise<void> {
    await this.#outcomes.flush()
    await this.#learning.knowledge.collapse(Date.now())
  }

  /** What answers and their users say without saying so. */
  noticed(records: readonly RequestRecord[]): void {
    this.#outcomes.hear(records.flatMap(({ signs = [] }) => signs))
    this.#drift.noticed(records)
  }

  /** An attempt begins at a backend. */
  begun({ backend }: Placement): void {
    this.#traffic.begun(backend)
  }

  #newProfiler(): Profiler {
    const { catalog, backends, onMeasured } = this.#options
    const { knowledge } = this.#learning
    return new Profiler({
      ...this.#asking(),
      ...{ exams, probes, catalog, backends, onMeasured, judging: this.#judging },
      drift: this.#drift,
      purse: new Purse({
        book: this.#book,
        most: () => this.#options.settings().learning.profile.maxCost,
        now: Date.now,
      }),
      questions: `${EXAMS_VERSION}.${PACK_VERSION}`,
      rules: () => this.#options.settings().learning.profile,
      skill: (placement) => this.#learning.skill(placement),
      forget: async (placement) => {
        await knowledge.remove(probePrefix(placement))
        await knowledge.remove(judgePrefix(placement))
        this.#outcomes.forget(placement)
        await knowledge.remove(outcomePrefix(placement))
      },
      settle: () => this.#learning.settle(),
    })
  }

  #newJudging(): Judging {
    return new Judging({
      ...this.#asking(),
      ...{ questions: openQuestions, pairs, random: Math.random },
      seating: () => this.#seat.seating(),
      rules: () => this.#seat.rules(),
      limits: () => this.#options.settings().learning.profile.limits,
    })
  }

  /** What whoever asks models needs. */
  #asking() {
    const { live } = this.#options.serving
    return {
      asker: new Asker(this.#options.serving, this.#traffic),
      ...{ traffic: this.#traffic, book: this.#book, now: Date.now },
      state: (placement: Placement) => live.state(placement),
      heard: (rows: readonly KeyedEvidence[]) => this.#learning.knowledge.hear(rows),
    }
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
}
