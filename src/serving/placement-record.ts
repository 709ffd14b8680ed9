import type { PlacementState } from '../contracts/routing.ts'
import { Breaker } from './breaker.ts'
import { Lingering } from './lingering.ts'
import { Speed } from './speed.ts'
import { TokenRatio } from './token-ratio.ts'

/** A model that answered this recently is loaded, whatever the last look at its backend saw. */
const LOADED_FOR_MS = 60_000
/** Tokens per second at which a prompt is taken to be read where nothing was measured: a processor without a GPU. */
const SLOW_PREFILL_TPS = 200
const MAX_LINGERING_MS = 120_000

export interface RecordOptions {
  readonly now: () => number
  readonly random: () => number
}

/** What the router keeps in mind of one placement, from its own requests. Times are monotonic milliseconds. */
export class PlacementRecord {
  readonly breaker: Breaker
  readonly lingering: Lingering
  readonly speed = new Speed()
  readonly tokens = new TokenRatio()
  inFlight = 0
  /** As the last catalog said. */
  up = true
  #answeredAt = Number.NEGATIVE_INFINITY
  /** The context that the latest answer asked for. */
  #context: number | undefined

  constructor({ now, random }: RecordOptions) {
    this.breaker = new Breaker(random)
    this.lingering = new Lingering(now)
  }

  state(now: number): PlacementState {
    return {
      open: this.breaker.ranksLast(now),
      busy: this.inFlight + this.lingering.count(now),
      prefillTps: this.speed.prefillTps(now),
      decodeTps: this.speed.decodeTps(now),
      loadSeconds: this.speed.loadSeconds(now),
      tokenRatio: this.tokens.value,
    }
  }

  noteAnswer(contextSetting: number | undefined, now: number): void {
    this.#answeredAt = now
    this.#context = contextSetting
  }

  /** Whether a request must wait for the model to be loaded, by all that is known. */
  isCold(loaded: boolean | undefined, now: number): boolean {
    return loaded === false && now - this.#answeredAt > LOADED_FOR_MS
  }

  /** Whether a request asks for a context that no answer has shown to be loaded. */
  isResized(contextSetting: number | undefined): boolean {
    return contextSetting !== undefined && contextSetting !== this.#context
  }

  /** Milliseconds that loading and reading a prompt are expected to take, within bounds. */
  expectedPrefillMs(tokensIn: number, cold: boolean, now: number): number {
    const load = cold ? (this.speed.loadSeconds(now) ?? 0) : 0
    const read = tokensIn / (this.speed.prefillTps(now) ?? SLOW_PREFILL_TPS)
    return Math.min((load + read) * 1000, MAX_LINGERING_MS)
  }
}
