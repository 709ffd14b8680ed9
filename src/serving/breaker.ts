import type { FailureCode, GatewayError } from '../contracts/errors.ts'
import { backoff } from '../std/backoff.ts'

/** What the end of an attempt says about the placement; `neutral`: nothing. */
export type Verdict = 'success' | 'failure' | 'down' | 'neutral'

/** For people and the admin API: `trying` = the cool-down is over and the next attempt decides. */
export type Health = 'closed' | 'cooling' | 'open' | 'trying'

const FAILURES_TO_OPEN = 5
const COOL_DOWN = { baseMs: 5000, maxMs: 60_000, jitter: 0.2 }
/** How long one trial keeps others from trying: it may be a long answer. */
const TRIAL_MS = 30_000
const MAX_RETRY_AFTER_MS = 30_000
const DEFAULT_RETRY_AFTER_MS = 5000

const VERDICTS: ReadonlyMap<FailureCode, Verdict> = new Map([
  ['model_not_found', 'failure'],
  ['upstream_unreachable', 'failure'],
  ['upstream_error', 'failure'],
  ['upstream_invalid_response', 'failure'],
  ['upstream_too_large', 'failure'],
  ['upstream_overloaded', 'failure'],
  ['upstream_ttft_timeout', 'failure'],
  ['upstream_idle_timeout', 'failure'],
  ['upstream_auth_failed', 'down'],
])

/** A failure that is the client's, the router's own or a matter of time says nothing about the placement. */
export function verdictOf(error: GatewayError | undefined): Verdict {
  if (error === undefined) return 'success'
  if (error.details.stale === true) return 'neutral'
  return VERDICTS.get(error.code) ?? 'neutral'
}

/** Milliseconds for which a placement asked to be left alone, at most 30 s; 0 = it did not ask. */
export function coolingOf(error: GatewayError): number {
  const asked = error.details.retryAfterMs
  if (asked !== undefined && asked >= 0) return Math.min(asked, MAX_RETRY_AFTER_MS)
  return error.code === 'upstream_rate_limited' ? DEFAULT_RETRY_AFTER_MS : 0
}

/** An attempt, as its breaker saw it begin. */
export interface Attempt {
  readonly startedAt: number
  /** How often the breaker had opened before. */
  readonly openings: number
  /** It decides whether an open breaker closes. */
  readonly trial: boolean
}

/**
 * Tells a placement that fails from one that works. It never refuses: it only says who ranks last.
 * Every `now` is monotonic milliseconds.
 */
export class Breaker {
  readonly #random: () => number
  #failures = 0
  /** How often it opened since it was last closed; 0 = closed. */
  #trips = 0
  #openings = 0
  #openUntil = 0
  #coolUntil = Number.NEGATIVE_INFINITY
  #trial: Attempt | undefined

  constructor(random: () => number = Math.random) {
    this.#random = random
  }

  health(now: number): Health {
    if (this.#isOpen(now)) return 'open'
    if (this.#trips > 0) return 'trying'
    return now < this.#coolUntil ? 'cooling' : 'closed'
  }

  /** Whether the placement ranks last at this moment, because it fails or because it asked to be left alone. */
  ranksLast(now: number): boolean {
    return now < this.#coolUntil || this.#isOpen(now)
  }

  begin(now: number): Attempt {
    const trial = this.#trips > 0 && !this.#isOpen(now)
    const attempt = { startedAt: now, openings: this.#openings, trial }
    if (trial) this.#trial = attempt
    return attempt
  }

  /**
   * Exactly once for each `begin`. The end of what began before the breaker last opened is old news; of what was sent
   * to an open one for want of anything better, only success counts.
   */
  settle(attempt: Attempt, verdict: Verdict, now: number): void {
    if (attempt === this.#trial) this.#trial = undefined
    if (verdict === 'neutral' || attempt.openings !== this.#openings) return
    if (verdict === 'success') this.#close()
    else if (this.#trips === 0) this.#failed(verdict, now)
    else if (attempt.trial) this.#open(now)
  }

  /** Leaves the placement alone for a while, without holding it to be broken. */
  cool(ms: number, now: number): void {
    this.#coolUntil = Math.max(this.#coolUntil, now + ms)
  }

  /** Ends the cool-down early, since the backend was seen to be back: the next attempt decides. */
  retry(now: number): void {
    this.#openUntil = Math.min(this.#openUntil, now)
  }

  #isOpen(now: number): boolean {
    if (this.#trips === 0) return false
    const tryingUntil = this.#trial === undefined ? 0 : this.#trial.startedAt + TRIAL_MS
    return now < this.#openUntil || now < tryingUntil
  }

  #close(): void {
    this.#failures = 0
    this.#trips = 0
  }

  #failed(verdict: Verdict, now: number): void {
    this.#failures += 1
    if (verdict === 'down' || this.#failures >= FAILURES_TO_OPEN) this.#open(now)
  }

  #open(now: number): void {
    this.#openings += 1
    this.#openUntil = now + backoff(this.#trips, { ...COOL_DOWN, random: this.#random })
    this.#trips += 1
  }
}
