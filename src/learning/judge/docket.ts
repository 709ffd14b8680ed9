import type { KeyedEvidence } from '../../contracts/learning.ts'
import type { Placement } from '../../contracts/model.ts'
import type { Finding } from '../../contracts/profile.ts'
import { workOf } from '../../routing/work-of.ts'
import { type FindingsBook, failure, failureIn } from '../profiling/findings-book.ts'
import { isSameRevision } from '../profiling/revision.ts'
import { worthOf } from './agreement.ts'
import { answersIn, openItem } from './answers.ts'
import type { Better, Turns } from './comparison.ts'
import { JUDGE } from './ledger.ts'
import type { OpenQuestion } from './open-question.ts'
import type { Seat } from './seat.ts'

/** Two answers to a verifiable question, of which one is right by rule. */
export interface Pair {
  readonly id: string
  readonly prompt: string
  readonly right: string
  readonly wrong: string
}

/** A model's answers that no verdict was given on. */
export interface Case {
  /** For people. */
  readonly name: string
  readonly placement: Placement
  readonly question: OpenQuestion
  readonly answers: Turns
  /** When they were given, milliseconds since 1970, and of which file and version. */
  readonly at: number
  readonly revision: string
}

export interface DocketOptions {
  readonly book: Pick<FindingsBook, 'of' | 'add'>
  readonly questions: readonly OpenQuestion[]
  readonly pairs: readonly Pair[]
  /** Milliseconds since 1970. */
  now(): number
}

/** Why there is no verdict, or what it is and how many sure answers it counts as. */
export type Ruling =
  | { readonly better: Better; readonly weight: number }
  /** `final`: asking again would bring the same. */
  | { readonly without: string; readonly final?: boolean }

/** A judge that gave no verdict is asked again after this time. */
const DAY_MS = 86_400_000

const BETTER: ReadonlySet<unknown> = new Set<Better>(['first', 'second', 'tie'])

/** What is to be compared and what was, from one start to the next. */
export class Docket {
  readonly #options: DocketOptions

  constructor(options: DocketOptions) {
    this.#options = options
  }

  /** Answers of a model that this judge has not seen. */
  cases(placement: Placement, seat: Seat): readonly Case[] {
    const findings = this.#options.book.of(placement.key)
    return this.#options.questions.flatMap((question): Case[] => {
      const given = findings.get(openItem(question))
      const answers = answersIn(given?.value)
      if (given === undefined || answers === undefined) return []
      const judged = findings.get(judgedItem(question))
      if (judged !== undefined && this.#stands(judged, given, seat)) return []
      return [
        {
          ...{ name: `${question.id} of ${placement.key}`, placement, question, answers },
          ...{ at: given.at, revision: given.revision },
        },
      ]
    })
  }

  /** Keeps a ruling and what it says of the model; resolves to that. */
  async close(
    { placement, question, at, revision }: Case,
    seat: Seat,
    ruling: Ruling,
  ): Promise<readonly KeyedEvidence[]> {
    const { book, now } = this.#options
    const told =
      'without' in ruling
        ? { ...Object(failure(ruling.without)), final: ruling.final === true }
        : { better: ruling.better }
    const value = { of: at, by: seat.revision, ...told }
    const rows = 'without' in ruling ? [] : [rowOf(placement, question, { ...ruling, at: now() })]
    const item = judgedItem(question)
    await book.add({ placement: placement.key, item, revision, at: now(), value }, rows)
    return rows
  }

  /** Pairs that this judge was not shown. */
  pairs(seat: Seat): readonly Pair[] {
    return this.#options.pairs.filter(({ id }) => this.#pair(id, seat) === undefined)
  }

  async note({ id }: Pair, seat: Seat, verdict: Better | undefined): Promise<void> {
    const { book, now } = this.#options
    const value = verdict === undefined ? failure('no verdict') : { better: verdict }
    await book.add({ placement: JUDGE, item: id, revision: seat.revision, at: now(), value }, [])
  }

  /** What this judge said of the pairs it was shown, where it said anything. */
  verdicts(seat: Seat): readonly Better[] {
    return this.#options.pairs.flatMap(({ id }): Better[] => {
      const { better } = Object(this.#pair(id, seat)?.value)
      return BETTER.has(better) ? [better] : []
    })
  }

  /** Of the same judge on the same answers; where it gave no verdict, for a day. */
  #stands(judged: Finding, given: Finding, seat: Seat): boolean {
    const { of, by, final } = Object(judged.value)
    const isSame = of === given.at && isSameRevision(String(by), seat.revision)
    return isSame && (final === true || !this.#hasExpired(judged))
  }

  #pair(id: string, seat: Seat): Finding | undefined {
    const known = this.#options.book.of(JUDGE).get(id)
    if (known === undefined || !isSameRevision(known.revision, seat.revision)) return undefined
    return this.#hasExpired(known) ? undefined : known
  }

  #hasExpired({ at, value }: Finding): boolean {
    return failureIn(value) !== undefined && this.#options.now() - at > DAY_MS
  }
}

/** What the keys of all verdicts on a placement's answers begin with. */
export function judgePrefix(placement: string): string {
  return `judge:${placement}:`
}

function judgedItem(question: OpenQuestion): string {
  return `judged:${openItem(question)}`
}

function rowOf(
  { key: placement, model }: Placement,
  { id, family, difficulty }: OpenQuestion,
  { better, weight, at }: { readonly better: Better; readonly weight: number; readonly at: number },
): KeyedEvidence {
  return {
    key: `${judgePrefix(placement)}${id}`,
    ...{ model, placement, source: 'judge', weight, at },
    work: workOf(family, difficulty),
    y: worthOf(better),
  }
}
