import { GatewayError } from '../../contracts/errors.ts'
import type { JobControl } from '../../contracts/job.ts'
import type { JudgeStatus } from '../../contracts/judge.ts'
import type { KeyedEvidence } from '../../contracts/learning.ts'
import type { Placement } from '../../contracts/model.ts'
import type { PlacementState } from '../../contracts/routing.ts'
import { foldId } from '../../models/model-id.ts'
import type { Asker } from '../asking/asker.ts'
import type { UserTraffic } from '../asking/user-traffic.ts'
import type { FindingsBook } from '../profiling/findings-book.ts'
import type { TimeLimits } from '../profiling/time-limit.ts'
import { type Agreement, agreementOf, weightOf } from './agreement.ts'
import { type Case, Docket, type Pair, type Ruling } from './docket.ts'
import { isUntaken, type Judge, NO_VERDICT } from './judge.ts'
import { judgeIn } from './judge-in.ts'
import { Ledger } from './ledger.ts'
import type { OpenQuestion } from './open-question.ts'
import { rulingOn } from './ruling.ts'
import type { JudgeRules, Seat, Seating } from './seat.ts'

export interface JudgingOptions {
  readonly asker: Pick<Asker, 'ask'>
  readonly traffic: UserTraffic
  readonly book: FindingsBook
  readonly questions: readonly OpenQuestion[]
  readonly pairs: readonly Pair[]
  seating(): Seating
  rules(): JudgeRules
  limits(): TimeLimits
  state(placement: Placement): PlacementState
  /** Told of what is known of models' skill from now on; it is kept already. */
  heard(rows: readonly KeyedEvidence[]): void
  /** Milliseconds since 1970. */
  now(): number
  /** 0 to 1. */
  readonly random: () => number
}

/** Of whom answers are judged, and how patiently. */
export interface Session {
  readonly placements: readonly Placement[]
  /** Milliseconds for which no user must have been answered before a question to a model on this network. */
  quietMs(): number
  readonly control: JobControl
  /** Aborts when the session is to end. */
  readonly signal: AbortSignal
}

const NO_BETTER = 'tells right from wrong no better than chance: its verdicts do not count'

/** After so many comparisons in a row without a verdict the judge is left alone. */
const PATIENCE = 3

/** Has a model compare what others answered to open questions, as far as it can be trusted to. */
export class Judging {
  readonly options: JudgingOptions
  readonly ledger: Ledger
  readonly #docket: Docket

  constructor(options: JudgingOptions) {
    this.options = options
    const { book, rules, now } = options
    const most = () => ({ calls: rules().maxCalls, dollars: rules().maxCost })
    this.ledger = new Ledger({ book, most, now })
    this.#docket = new Docket(options)
  }

  /** What models are asked for the judge to compare; nothing where nobody judges. */
  questions(): readonly OpenQuestion[] {
    const seat = this.#seat()
    return seat === undefined || this.#weight(seat) === 0 ? [] : this.options.questions
  }

  /** Whether there is anything to compare now. */
  isDue(placements: readonly Placement[]): boolean {
    const seat = this.#seat()
    if (seat === undefined || !this.ledger.allows()) return false
    return this.#cases(placements, seat).length > 0 && this.#weight(seat) !== 0
  }

  /** Compares what was not compared yet; a judge that cannot be asked is a problem of the job, and no evidence. */
  async run(session: Session): Promise<void> {
    const seating = this.options.seating()
    if (typeof seating === 'string') session.control.problem(`judge: ${seating}`)
    if (typeof seating !== 'object' || !this.isDue(session.placements)) return
    try {
      await this.#judge(seating, session)
    } catch (thrown) {
      session.signal.throwIfAborted()
      session.control.problem(`judge: ${GatewayError.from(thrown).message}`)
    }
  }

  status(): JudgeStatus | undefined {
    const seating = this.options.seating()
    if (seating === undefined) return undefined
    const { maxCalls, maxCost } = this.options.rules()
    const { calls, dollars } = this.ledger.spent()
    const spending = { calls, maxCalls, cost: dollars, maxCost }
    if (typeof seating === 'string') {
      const unknown = { agreement: undefined, pairs: 0, weight: undefined, priced: false }
      return { model: '', backend: '', problem: seating, ...unknown, ...spending }
    }
    const { model, backend, remote, facts } = seating.placement
    const { share, pairs = 0 } = this.#agreement(seating) ?? {}
    const measured = { agreement: share, pairs, weight: this.#weight(seating) }
    const priced = !remote || facts.price !== undefined
    return { model, backend, problem: this.#problemOf(seating), ...measured, ...spending, priced }
  }

  #problemOf(seat: Seat): string | undefined {
    if (!this.ledger.allows()) return 'used up for this month'
    return this.#weight(seat) === 0 ? NO_BETTER : undefined
  }

  #seat(): Seat | undefined {
    const seating = this.options.seating()
    return typeof seating === 'object' ? seating : undefined
  }

  async #judge(seat: Seat, session: Session): Promise<void> {
    const judge = judgeIn(seat, this, session)
    await this.#measure(seat, judge, session)
    const weight = this.#weight(seat) ?? 0
    if (weight === 0) {
      const { model } = seat.placement
      session.control.problem(`judge: ${model} ${NO_BETTER}`)
      return
    }
    await this.#each(this.#cases(session.placements, seat), session, async (one) => {
      const ruling = await rulingOn(one, judge, weight).catch(withoutVerdict)
      this.options.heard(await this.#docket.close(one, seat, ruling))
      return !('without' in ruling) || ruling.final === true
    })
  }

  /** How far the judge agrees with what is known. */
  async #measure(seat: Seat, judge: Judge, session: Session): Promise<void> {
    const cases = this.#docket.pairs(seat).map((pair) => ({ ...pair, name: `known ${pair.id}` }))
    await this.#each(cases, session, async (pair) => {
      const better = await judge
        .compare([pair.prompt], [pair.right], [pair.wrong])
        .catch((thrown: unknown) => void withoutVerdict(thrown))
      await this.#docket.note(pair, seat, better ?? undefined)
      return better !== undefined
    })
  }

  /** Nobody judges their own answers. */
  #cases(placements: readonly Placement[], seat: Seat): readonly Case[] {
    return placements
      .filter(({ model }) => foldId(model) !== foldId(seat.placement.model))
      .flatMap((placement) => this.#docket.cases(placement, seat))
  }

  /** One after the other; what brings no verdict is passed over, until too many in a row do. */
  async #each<One extends { readonly name: string }>(
    all: readonly One[],
    { control, signal }: Session,
    work: (one: One) => Promise<boolean>,
  ): Promise<void> {
    let failures = 0
    for (const [at, one] of all.entries()) {
      signal.throwIfAborted()
      control.note(`the judge compares ${one.name}, ${at + 1} of ${all.length}`)
      failures = (await work(one)) ? 0 : failures + 1
      if (failures > 0) control.problem(`judge: no verdict on ${one.name}`)
      if (failures === PATIENCE) throw new GatewayError('upstream_invalid_response', NO_VERDICT)
    }
  }

  #agreement(seat: Seat): Agreement | undefined {
    if (this.#docket.pairs(seat).length > 0) return undefined
    return agreementOf(this.#docket.verdicts(seat))
  }

  /** Undefined: not measured yet. */
  #weight(seat: Seat): number | undefined {
    const agreement = this.#agreement(seat)
    return agreement && weightOf(agreement)
  }
}

/** A judge that says nothing of use, or cannot take a question, is no failure to ask it. */
function withoutVerdict(thrown: unknown): Ruling {
  const error = GatewayError.from(thrown)
  if (error.message === NO_VERDICT || isUntaken(error)) return { without: error.message }
  throw thrown
}
