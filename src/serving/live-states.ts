import type { GatewayError } from '../contracts/errors.ts'
import type { Catalog, Placement } from '../contracts/model.ts'
import type { MeasuredSpeed } from '../contracts/profile.ts'
import type { LiveState, PlacementState } from '../contracts/routing.ts'
import { type Attempt, coolingOf, type Health, verdictOf } from './breaker.ts'
import type { IdleProbe } from './lingering.ts'
import { PlacementRecord } from './placement-record.ts'
import { ReportedLoads } from './reported-loads.ts'
import type { Observation } from './speed.ts'

export interface LiveStatesOptions {
  /** Monotonic milliseconds. */
  readonly now?: () => number
  readonly random?: () => number
  /** Whether this whole process stood still at some time since then: what failed meanwhile proves nothing. */
  readonly stalledSince?: (moment: number) => boolean
  /** How fast a placement is where no request has shown it lately. */
  readonly measured?: (placement: Placement) => MeasuredSpeed | undefined
  /** Told of each attempt as it begins, or begins to wait for its turn. */
  readonly onBegin?: (placement: Placement) => void
}

/** An attempt under way at a placement. */
export interface RunningAttempt {
  readonly placement: Placement
  /** The model was not loaded when the attempt began. */
  readonly cold: boolean
  /** It may have to be loaded first, or loaded anew with another context. */
  readonly loads: boolean
  /** As the placement's breaker sees it. */
  readonly seen: Attempt
  readonly record: PlacementRecord
  over: boolean
}

const UNSEEN: PlacementState = { open: false, busy: 0 }

/** What the requests of this process have taught about each placement, from moment to moment. */
export class LiveStates {
  readonly #now: () => number
  readonly #random: () => number
  readonly #stalledSince: (moment: number) => boolean
  readonly #measured: (placement: Placement) => MeasuredSpeed | undefined
  readonly #onBegin: (placement: Placement) => void
  /** By placement key. */
  readonly #records = new Map<string, PlacementRecord>()
  /** By backend name. */
  readonly #active = new Map<string, number>()
  readonly #loads = new ReportedLoads()

  constructor(options: LiveStatesOptions = {}) {
    this.#now = options.now ?? (() => performance.now())
    this.#random = options.random ?? Math.random
    this.#stalledSince = options.stalledSince ?? (() => false)
    this.#measured = options.measured ?? (() => undefined)
    this.#onBegin = options.onBegin ?? (() => undefined)
  }

  /** What routing reads, for every candidate of every request. */
  readonly state: LiveState = (placement) => {
    const now = this.#now()
    const seen = this.#records.get(placement.key)?.state(now) ?? UNSEEN
    const measured = this.#measured(placement)
    const state = measured === undefined ? seen : withMeasured(seen, measured)
    const load = this.#loads.current(placement.key, state.busy, now)
    return load === undefined ? state : { ...state, load }
  }

  /** Tokens a second at which requests of late show a placement to write, by its key; undefined = none did. */
  paceOf(key: string): number | undefined {
    return this.#records.get(key)?.speed.decodeTps(this.#now())
  }

  health(placement: Placement): Health {
    return this.#records.get(placement.key)?.breaker.health(this.#now()) ?? 'closed'
  }

  /** Requests under way at a backend. */
  active(backend: string): number {
    return this.#active.get(backend) ?? 0
  }

  /** An attempt will begin once there is room at its backend. */
  announce(placement: Placement): void {
    this.#onBegin(placement)
  }

  /** An attempt begins; `end` or `leftDuringPrefill` must follow, of which only the first counts. */
  begin(placement: Placement): RunningAttempt {
    this.#onBegin(placement)
    const now = this.#now()
    const record = this.#recordOf(placement)
    const cold = record.isCold(placement.loaded, now)
    const loads = cold || record.isResized(placement.contextSetting)
    const seen = record.breaker.begin(now)
    record.inFlight += 1
    this.#active.set(placement.backend, this.active(placement.backend) + 1)
    return { placement, cold, loads, seen, record, over: false }
  }

  /** Without an error the attempt brought its whole answer. */
  end(attempt: RunningAttempt, error?: GatewayError): void {
    const record = this.#leave(attempt)
    if (record === undefined) return
    const now = this.#now()
    if (error === undefined) record.noteAnswer(attempt.placement.contextSetting, now)
    const blameless = error !== undefined && this.#stalledSince(attempt.seen.startedAt)
    record.breaker.settle(attempt.seen, blameless ? 'neutral' : verdictOf(error), now)
    const cooling = error === undefined ? 0 : coolingOf(error)
    if (cooling > 0) record.breaker.cool(cooling, now)
  }

  /** The client left before the first content: the backend may go on reading a prompt of `tokensIn` tokens for nobody. */
  leftDuringPrefill(attempt: RunningAttempt, tokensIn: number, probe?: IdleProbe): void {
    const record = this.#leave(attempt)
    if (record === undefined) return
    const now = this.#now()
    const { seen, placement, cold } = attempt
    record.breaker.settle(seen, 'neutral', now)
    const until = seen.startedAt + record.expectedPrefillMs(tokensIn, cold, now)
    if (until > now && !placement.remote) record.lingering.add(until, probe)
  }

  /** `tokensIn`: our estimate of the prompt. */
  observe(attempt: RunningAttempt, observed: Omit<Observation, 'cold'>, tokensIn = 0): void {
    attempt.record.tokens.observe(observed.usage?.input, tokensIn)
    attempt.record.speed.observe({ ...observed, cold: attempt.cold }, this.#now())
  }

  /** Forgets placements that left the catalog, lets those be tried at once whose backend came back, and notes loads. */
  retain(catalog: Catalog): void {
    const placements = new Map<string, Placement>()
    for (const model of catalog.models.values()) {
      for (const placement of model.placements) placements.set(placement.key, placement)
    }
    for (const [key, record] of this.#records) {
      const placement = placements.get(key)
      if (placement === undefined) this.#forget(key, record)
      else this.#noteUp(record, placement.up)
    }
    const now = this.#now()
    const busy = (key: string): number => this.#records.get(key)?.state(now).busy ?? 0
    this.#loads.note(placements.values(), busy, now)
  }

  /** Stops asking backends whether they are idle. */
  close(): void {
    for (const record of this.#records.values()) record.lingering.clear()
  }

  #recordOf(placement: Placement): PlacementRecord {
    const known = this.#records.get(placement.key)
    if (known !== undefined) return known
    const record = new PlacementRecord({ now: this.#now, random: this.#random })
    record.up = placement.up
    this.#records.set(placement.key, record)
    return record
  }

  #leave(attempt: RunningAttempt): PlacementRecord | undefined {
    if (attempt.over) return undefined
    attempt.over = true
    const { record } = attempt
    record.inFlight -= 1
    const { backend } = attempt.placement
    const active = this.active(backend) - 1
    if (active > 0) this.#active.set(backend, active)
    else this.#active.delete(backend)
    return record
  }

  /** A placement that is still answering keeps its record until a later catalog. */
  #forget(key: string, record: PlacementRecord): void {
    if (record.inFlight > 0) return
    record.lingering.clear()
    this.#records.delete(key)
  }

  #noteUp(record: PlacementRecord, up: boolean): void {
    if (up && !record.up) record.breaker.retry(this.#now())
    record.up = up
  }
}

/** What requests showed is newer. */
function withMeasured(seen: PlacementState, measured: MeasuredSpeed): PlacementState {
  return {
    ...seen,
    prefillTps: seen.prefillTps ?? measured.prefillTps,
    decodeTps: seen.decodeTps ?? measured.decodeTps,
    loadSeconds: seen.loadSeconds ?? measured.loadSeconds,
  }
}
