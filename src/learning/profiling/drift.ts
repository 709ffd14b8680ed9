import { failures } from '../../contracts/errors.ts'
import type { MeasuredSpeed } from '../../contracts/profile.ts'
import type { AttemptRecord, RequestRecord } from '../../contracts/record.ts'
import type { SignKind } from '../../contracts/sign.ts'
import { MovingAverage } from '../../std/moving-average.ts'
import { CHECKUP } from './checkup.ts'

export interface DriftOptions {
  /** Tokens a second at which requests of late show a placement to write; undefined = none did. */
  paceOf(placement: string): number | undefined
  /** The same as it was examined. */
  measured(placement: string): MeasuredSpeed | undefined
}

/** Answers that failed, of late and in the long run. */
interface Course {
  answers: number
  late: MovingAverage
  readonly long: MovingAverage
}

/** Answers after which something can be said. */
const ENOUGH = 20
/** What one more answer counts as. */
const LATE = 1 / 20
const LONG = 1 / 400
/** More failures than usual, as a share of all answers. */
const MORE = 0.25
/** A pace that is so many times what it was is another; less is what other requests at the same time make of it. */
const OTHER_PACE = 1.6

const SPEED = 'speed'

const FAULTS: ReadonlySet<SignKind> = new Set(['empty', 'cut', 'bad-call'])

/** Notices by users' requests that a model is no longer what it was when it was examined. */
export class Drift {
  readonly #options: DriftOptions
  /** By placement key. */
  readonly #courses = new Map<string, Course>()
  /** Tokens a second for users: that made a model suspect, and that is usual though it was measured otherwise. */
  readonly #suspected = new Map<string, number>()
  readonly #usual = new Map<string, number>()

  constructor(options: DriftOptions) {
    this.#options = options
  }

  noticed(records: readonly RequestRecord[]): void {
    for (const { attempts, signs = [] } of records) {
      const faulty = signs.filter(({ kind }) => FAULTS.has(kind)).map(({ placement }) => placement)
      for (const attempt of attempts) {
        const key = `${attempt.model}@${attempt.backend}`
        const failed = hasFailed(attempt) || (attempt.outcome === 'ok' && faulty.includes(key))
        if (failed || attempt.outcome === 'ok') this.#note(key, failed)
      }
    }
  }

  /** Items of a profile that may no longer be true. */
  stale(placement: string): ReadonlySet<string> {
    return new Set([
      ...(this.#hasOtherPace(placement) ? [SPEED] : []),
      ...(this.#failsMore(placement) ? [CHECKUP] : []),
    ])
  }

  /** An item was looked into again: what users' requests show beside it is what they show. */
  settled(placement: string, item: string): void {
    if (item === CHECKUP) this.#courses.delete(placement)
    const suspected = this.#suspected.get(placement)
    if (item === SPEED && suspected !== undefined) this.#usual.set(placement, suspected)
  }

  #note(key: string, failed: boolean): void {
    const known = this.#courses.get(key)
    const course = known ?? {
      ...{ answers: 0, late: new MovingAverage(LATE), long: new MovingAverage(LONG) },
    }
    course.answers += 1
    course.late.add(Number(failed))
    course.long.add(Number(failed))
    this.#courses.set(key, course)
  }

  #hasOtherPace(placement: string): boolean {
    const now = this.#options.paceOf(placement)
    const before = this.#options.measured(placement)?.decodeTps
    const { answers = 0 } = this.#courses.get(placement) ?? {}
    if (now === undefined || before === undefined || answers < ENOUGH) return false
    const usual = this.#usual.get(placement) ?? before
    if (isNear(now, before) || isNear(now, usual)) return false
    this.#suspected.set(placement, now)
    return true
  }

  #failsMore(placement: string): boolean {
    const course = this.#courses.get(placement)
    if (course === undefined || course.answers < 2 * ENOUGH) return false
    return (course.late.value ?? 0) - (course.long.value ?? 0) > MORE
  }
}

/** A request that was at fault itself, or a client that left, says nothing of the model. */
function hasFailed({ outcome, code }: AttemptRecord): boolean {
  if (outcome === 'ok' || outcome === 'client_left') return false
  return Object.entries(failures).some(([name, { retry }]) => name === code && retry === 'other')
}

function isNear(one: number, other: number): boolean {
  return Math.max(one / other, other / one) <= OTHER_PACE
}
