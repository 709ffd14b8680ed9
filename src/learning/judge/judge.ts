import { setTimeout as sleep } from 'node:timers/promises'
import { GatewayError } from '../../contracts/errors.ts'
import { backoff } from '../../std/backoff.ts'
import type { Reply } from '../asking/asker.ts'
import type { Asking } from '../asking/own-request.ts'
import { refused } from '../profiling/refused.ts'
import { type Better, comparison, type Form, type Turns } from './comparison.ts'

export interface JudgeOptions {
  /** Rejects with a GatewayError where the judge gives no answer. */
  ask(asking: Asking): Promise<Pick<Reply, 'choice'>>
  /** It may think before it answers, by all that is known of it. */
  readonly thinks: boolean
  /** Tries after the first. */
  readonly retries: number
  /** Before the first of them; each next one doubles it. */
  readonly retryBaseMs: number
  readonly signal: AbortSignal
  /** 0 to 1. */
  readonly random: () => number
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>
}

/** The message of a judge's failure to give a verdict that can be read. */
export const NO_VERDICT = 'The judge gave no verdict.'

const LONGEST_WAIT_MS = 60_000
const JITTER = 0.25

/** Failures to ask that another try will not mend. */
const FINAL: ReadonlySet<string> = new Set([
  ...['not_allowed', 'internal_error', 'upstream_auth_failed', 'model_not_found', 'client_left'],
])

/** Whether a failure is that of the question, and the judge may well take another. */
export function isUntaken(error: GatewayError): boolean {
  return refused(error) || error.code === 'upstream_too_large'
}

/** A model that compares answers. */
export class Judge {
  readonly #options: JudgeOptions
  #form: Form = 'strict'

  constructor(options: JudgeOptions) {
    this.#options = options
  }

  /**
   * Which answer is better, asked twice with the sides changed: one that only wins in one place ties. Rejects with a
   * GatewayError when no verdict came, and with the signal's reason when that aborts.
   */
  async compare(turns: Turns, one: Turns, other: Turns): Promise<Better> {
    const here = await this.#verdict(turns, one, other)
    const there = await this.#verdict(turns, other, one)
    return here === CHANGED[there] ? here : 'tie'
  }

  async #verdict(turns: Turns, first: Turns, second: Turns): Promise<Better> {
    for (let attempt = 0; ; ) {
      try {
        return await this.#asked(turns, first, second)
      } catch (thrown) {
        this.#options.signal.throwIfAborted()
        const error = GatewayError.from(thrown)
        if (this.#mayBeFreed(error)) this.#form = 'free'
        else await this.#pause(attempt++, error)
      }
    }
  }

  /** Some take no schema, or no temperature. */
  #mayBeFreed({ code }: GatewayError): boolean {
    return code === 'upstream_rejected' && this.#form === 'strict'
  }

  async #asked(turns: Turns, first: Turns, second: Turns): Promise<Better> {
    const { asking, read } = comparison(turns, first, second, {
      form: this.#form,
      thinks: this.#options.thinks,
    })
    const { choice } = await this.#options.ask(asking)
    const verdict = read(choice.text)
    if (verdict !== undefined) return verdict
    throw new GatewayError('upstream_invalid_response', NO_VERDICT)
  }

  /** Before the next try, where there is to be one. */
  async #pause(attempt: number, error: GatewayError): Promise<void> {
    const { retries, retryBaseMs, random, signal, wait = pause } = this.#options
    if (attempt >= retries || FINAL.has(error.code) || isUntaken(error)) throw error
    const own = backoff(attempt, {
      ...{ baseMs: retryBaseMs, maxMs: LONGEST_WAIT_MS, jitter: JITTER, random },
    })
    await wait(Math.min(LONGEST_WAIT_MS, Math.max(own, error.details.retryAfterMs ?? 0)), signal)
  }
}

const CHANGED: Readonly<Record<Better, Better>> = { first: 'second', second: 'first', tie: 'tie' }

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal })
}
