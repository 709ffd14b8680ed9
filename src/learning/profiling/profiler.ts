import type { Backend } from '../../contracts/backend.ts'
import type { Wish } from '../../contracts/job.ts'
import type { KeyedEvidence, SkillProfile } from '../../contracts/learning.ts'
import type { Catalog, Placement } from '../../contracts/model.ts'
import type { PlacementState } from '../../contracts/routing.ts'
import type { Asker } from '../asking/asker.ts'
import type { UserTraffic } from '../asking/user-traffic.ts'
import type { SkillProbe } from '../grading/probe.ts'
import type { Judging } from '../judge/judging.ts'
import { agenda, type Depth, type Item, missing, withoutOutdated } from './agenda.ts'
import type { Drift } from './drift.ts'
import type { Exam } from './exam.ts'
import type { FindingsBook } from './findings-book.ts'
import { type Course, Lane, QUIET_MS } from './lane.ts'
import type { Purse } from './purse.ts'
import { isSameModel, revisionOf } from './revision.ts'
import { inRound, type Round, type Run } from './round.ts'
import { type Subject, subjectsOf } from './subjects.ts'
import type { TimeLimits } from './time-limit.ts'
import { countsFrom, isPatient, UNASKED } from './wishes.ts'
import { type Rival, tied } from './worth.ts'

/** How models are profiled. */
export interface ProfilingRules {
  /** Probes of each family after which a model is known well. */
  readonly depth: number
  /** Hosts that are profiled at once. */
  readonly lanes: number
  readonly limits: TimeLimits
}

export interface ProfilerOptions {
  readonly asker: Pick<Asker, 'ask' | 'embed'>
  readonly traffic: UserTraffic
  readonly book: FindingsBook
  readonly purse: Purse
  readonly exams: readonly Exam[]
  readonly probes: readonly SkillProbe[]
  readonly judging: Pick<Judging, 'questions' | 'isDue' | 'run'>
  readonly drift: Pick<Drift, 'stale' | 'settled'>
  /** The version of all of these. */
  readonly questions: string
  rules(): ProfilingRules
  catalog(): Catalog
  backends(): ReadonlyMap<string, Backend>
  state(placement: Placement): PlacementState
  skill(placement: Placement): SkillProfile
  /** Told of what is known of models' skill from now on; it is kept already. */
  heard(rows: readonly KeyedEvidence[]): void
  /** A model's file is another: what its probes said is no longer true. */
  forget(placement: string): Promise<void>
  /** Resolves when all that was heard counts. */
  settle(): Promise<void>
  /** Told when facts about models were measured. */
  onMeasured(): void
  /** Milliseconds since 1970. */
  now(): number
}

/** So many times as many probes tell models apart that tie. */
const FOR_TIES = 2

/** Comes to know models by asking them: what they can do, how fast they are here, and how good at each kind of work. */
export class Profiler {
  readonly options: ProfilerOptions

  readonly #wellKnown: Depth = () => this.options.rules().depth

  constructor(options: ProfilerOptions) {
    this.options = options
  }

  /** Whether anything is to be found out that nobody has to ask for. */
  isDue(): boolean {
    const subjects = this.subjects(UNASKED)
    const lacks = subjects.some((subject) => {
      return this.lacks(subject, UNASKED, this.#wellKnown).length > 0
    })
    return lacks || this.options.judging.isDue(placementsOf(subjects))
  }

  /**
   * Goes on until all that was asked for is known, as far as it can be. There may be more wishes meanwhile: where somebody
   * waits, that comes first, whatever is being asked, and when they are served the job ends: what nobody waits for is due
   * again by itself.
   */
  async run({ wishes, control }: Run): Promise<void> {
    const served = new Set<Wish>()
    const urgent = () => wishes().filter((wish) => !wish.patient && !served.has(wish))
    const work = (round: Round) => this.#round(round)
    if (urgent().length === 0)
      await inRound({ wishes: wishes(), control, mustEnd: () => urgent().length > 0 }, work)
    for (let next = urgent(); next.length > 0; next = urgent()) {
      await inRound({ wishes: next, control, mustEnd: () => false }, work)
      for (const wish of next) served.add(wish)
    }
  }

  /** The models that may be examined now. */
  subjects(wishes: readonly Wish[]): readonly Subject[] {
    const { catalog, backends, purse } = this.options
    const { left } = purse
    const all = backends()
    return subjectsOf(catalog(), wishes, ({ backend }) => {
      const settings = all.get(backend)?.settings
      return settings === undefined ? undefined : { settings, left }
    })
  }

  /** What is not known yet of a model. */
  lacks({ placement }: Subject, wishes: readonly Wish[], depth: Depth): readonly Item[] {
    const { book, drift, now } = this.options
    const stale = drift.stale(placement.key)
    const since = countsFrom(wishes, placement)
    const standard = { revision: this.revision(placement), since, now: now(), stale }
    const known = withoutOutdated(book.of(placement.key), placement)
    return missing(this.#items(placement, depth), known, standard)
  }

  revision(placement: Placement): string {
    const { catalog, questions } = this.options
    return revisionOf(placement, catalog(), questions)
  }

  /** Forgets what was found out about another file of the same name. */
  async renew(placement: Placement): Promise<void> {
    const { book, forget } = this.options
    const revision = this.revision(placement)
    const known = [...book.of(placement.key).values()]
    if (known.every((finding) => isSameModel(finding.revision, revision))) return
    await forget(placement.key)
    await book.forget(placement.key)
  }

  /** Tells how far a job has come. */
  progress({ round, depth }: Course, note: string): void {
    let [done, total] = [0, 0]
    const wishes = round.wishes()
    for (const subject of this.subjects(wishes)) {
      const lacking = this.lacks(subject, wishes, depth)
      const again = lacking.filter(({ kind }) => kind === 'checkup')
      const all = this.#items(subject.placement, depth).length + again.length
      total += all
      done += all - lacking.length
    }
    round.control.step(done, total, note)
  }

  async #round(round: Round): Promise<void> {
    await this.#stage(round, this.#wellKnown)
    await this.#judge(round)
    await this.#tellApart(round)
  }

  #items(placement: Placement, depth: Depth): readonly Item[] {
    const { exams, probes, judging } = this.options
    const concerned = exams.filter((exam) => exam.concerns(placement))
    return agenda(placement, { exams: concerned, probes, questions: judging.questions() }, depth)
  }

  /** Every host is a lane of its own. */
  async #stage(round: Round, depth: Depth): Promise<void> {
    const hosts = [...new Set(this.subjects(round.wishes()).map(({ host }) => host))]
    const failure = new AbortController()
    const signal = AbortSignal.any([round.signal, failure.signal])
    const worker = async (): Promise<void> => {
      for (let host = hosts.shift(); host !== undefined; host = hosts.shift())
        await new Lane(this, { round, host, depth, signal }).go()
    }
    const workers = Array.from({ length: this.options.rules().lanes }, worker)
    // Where one fails the others end as well, before anybody is told: nothing goes on that nobody can cancel.
    for (const one of workers) one.catch((thrown: unknown) => failure.abort(thrown))
    await Promise.allSettled(workers)
    signal.throwIfAborted()
  }

  /** Has what was answered to open questions compared. */
  async #judge({ wishes, control, signal, look }: Round): Promise<void> {
    const placements = placementsOf(this.subjects(wishes()))
    const quietMs = (): number => {
      look()
      const isWaitedFor = placements.some((placement) => !isPatient(wishes(), placement))
      return isWaitedFor ? QUIET_MS.wanted : QUIET_MS.idle
    }
    await this.options.judging.run({ placements, quietMs, control, signal })
  }

  /** Asks models that tie at a kind of work more of it, until none tie or all was asked. */
  async #tellApart(round: Round): Promise<void> {
    for (let lacking = Number.POSITIVE_INFINITY; ; ) {
      await this.options.settle()
      const ties = tied(this.#rivals(round))
      const depth: Depth = (key, family) =>
        ties.get(key)?.has(family) === true
          ? FOR_TIES * this.#wellKnown(key, family)
          : this.#wellKnown(key, family)
      const wishes = round.wishes()
      const subjects = this.subjects(wishes)
      const left = subjects.flatMap((subject) => this.lacks(subject, wishes, depth)).length
      if (left === 0 || left >= lacking) return
      lacking = left
      await this.#stage(round, depth)
    }
  }

  #rivals({ wishes }: Round): readonly Rival[] {
    const { skill } = this.options
    return this.subjects(wishes()).flatMap(({ placement }) => {
      const { role, capabilities } = placement.facts
      if ((role?.value ?? 'chat') !== 'chat') return []
      const calls = capabilities.tools?.value !== false
      return [{ key: placement.key, skill: skill(placement), calls }]
    })
  }
}

function placementsOf(subjects: readonly Subject[]): readonly Placement[] {
  return subjects.map(({ placement }) => placement)
}
