import type { Json } from '../../contracts/json.ts'
import type { KeyedEvidence } from '../../contracts/learning.ts'
import type { Placement } from '../../contracts/model.ts'
import { everythingIn } from '../../routing/everything.ts'
import { BRIEF, type Depth, type Item } from './agenda.ts'
import { changedAt } from './checkup.ts'
import { examine } from './examine.ts'
import type { Sitting } from './examinee.ts'
import type { Profiler } from './profiler.ts'
import type { Round } from './round.ts'
import { backendsOn, byReadiness, type Subject } from './subjects.ts'
import { isPatient } from './wishes.ts'
import { worth } from './worth.ts'

export interface Course {
  readonly round: Round
  readonly host: string
  readonly depth: Depth
  /** Aborts when the job is to end, or another lane of it failed. */
  readonly signal: AbortSignal
}

/** Milliseconds of a model's time that a first pass may take. */
const FIRST_PASS_MS = 90_000

/**
 * Milliseconds for which nobody must have been answered before a question: where somebody waits for the profile, where
 * nobody does, and where another model would have to leave memory or there is all the time in the world.
 */
export const QUIET_MS = { wanted: 0, unasked: 2000, idle: 30_000 } as const

/** Examines the models of one host, one after the other, so that each is loaded once for all that is asked of it. */
export class Lane {
  readonly #profiler: Profiler
  readonly #course: Course

  constructor(profiler: Profiler, course: Course) {
    this.#profiler = profiler
    this.#course = course
  }

  async go(): Promise<void> {
    const { signal } = this.#course
    const first: Depth = (...of) => Math.min(BRIEF, this.#course.depth(...of))
    await this.#each(first, FIRST_PASS_MS, (left) => left.toSorted(byReadiness)[0])
    signal.throwIfAborted()
    await this.#each(this.#course.depth, Number.POSITIVE_INFINITY, (left) => this.#worthiest(left))
  }

  /** Examines every model once, the one that `next` chooses first. */
  async #each(
    depth: Depth,
    budgetMs: number,
    next: (left: readonly Subject[]) => Subject | undefined,
  ): Promise<void> {
    const seen = new Set<string>()
    for (;;) {
      const left = this.#subjects().filter(
        (subject) => !seen.has(subject.placement.key) && this.#lacks(subject, depth).length > 0,
      )
      const subject = next(left)
      if (subject === undefined) return
      seen.add(subject.placement.key)
      await this.#examine(subject, depth, budgetMs)
    }
  }

  #subjects(): readonly Subject[] {
    const { round, host } = this.#course
    return this.#profiler.subjects(round.wishes()).filter((subject) => subject.host === host)
  }

  #lacks(subject: Subject, depth: Depth): readonly Item[] {
    return this.#profiler.lacks(subject, this.#course.round.wishes(), depth)
  }

  /** The one of which knowing more may save most. */
  #worthiest(left: readonly Subject[]): Subject | undefined {
    const { skill } = this.#profiler.options
    const rivals = this.#profiler
      .subjects(this.#course.round.wishes())
      .map(({ placement }) => skill(placement))
    const value = ({ placement }: Subject): number => worth(skill(placement), rivals)
    return left.toSorted((one, other) => value(other) - value(one))[0]
  }

  async #examine(subject: Subject, depth: Depth, budgetMs: number): Promise<void> {
    const { placement } = subject
    const { round } = this.#course
    const { options } = this.#profiler
    await this.#profiler.renew(placement)
    const revision = this.#profiler.revision(placement)
    const keep = async (item: string, value: Json, rows: readonly KeyedEvidence[]) => {
      const finding = { placement: placement.key, item, revision, at: options.now(), value }
      const before = changedAt(options.book.of(placement.key))
      await options.book.add(finding, rows)
      if (rows.length > 0) options.heard(rows)
      else options.onMeasured()
      options.drift.settled(placement.key, item)
      // What the model that it was said of itself says nothing of the one that it is.
      if (changedAt(options.book.of(placement.key)) > before) await options.forget(placement.key)
    }
    await examine({
      ...{ placement, budgetMs, items: this.#lacks(subject, depth) },
      sitting: this.#sitting(placement, budgetMs < Number.POSITIVE_INFINITY),
      ...{ keep, known: () => options.book.of(placement.key) },
      onItem: (item) => this.#profiler.progress(this.#course, `${item} of ${placement.key}`),
      onProblem: (message) => round.control.problem(`${placement.key}: ${message}`),
      now: options.now,
    })
    this.#profiler.progress(this.#course, `done with ${placement.key}`)
  }

  #sitting(placement: Placement, isFirst: boolean): Omit<Sitting, 'took'> {
    const { asker, traffic, rules, state, book, purse, backends } = this.#profiler.options
    return {
      ...{ asker, traffic, limits: rules().limits, state, payer: purse },
      neighbours: placement.remote ? [] : backendsOn(this.#course.host, backends()),
      quietMs: () => {
        this.#course.round.look()
        return this.#quietMs(placement, isFirst)
      },
      known: (exam) => book.value(placement.key, exam),
      signal: this.#course.signal,
    }
  }

  #quietMs(placement: Placement, isFirst: boolean): number {
    const { loaded, backend } = placement
    if (!isPatient(this.#course.round.wishes(), placement)) return QUIET_MS.wanted
    const { occupied } = everythingIn(this.#profiler.options.catalog())
    const displaces = loaded === false && occupied.has(backend)
    return isFirst && !displaces ? QUIET_MS.unasked : QUIET_MS.idle
  }
}
