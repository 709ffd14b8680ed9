import { textTokens } from '../analysis/tokens.ts'
import type { Backend, EmbeddingCall } from '../contracts/backend.ts'
import type { EmbeddingAnswer, EmbeddingRequest } from '../contracts/embedding.ts'
import { GatewayError } from '../contracts/errors.ts'
import type { AttemptRecord } from '../contracts/record.ts'
import type { Timed } from '../std/deadlines.ts'
import { crowded, MAX_WAIT_MS } from './admission.ts'
import { WHOLE_ANSWER_FACTOR } from './exchange.ts'
import type { RunningAttempt } from './live-states.ts'
import type { Serving } from './serving.ts'

export interface EmbeddingJob {
  readonly backend: Backend
  readonly call: EmbeddingCall
  /** When the whole request must have ended, monotonic milliseconds. */
  readonly endBy: number
}

/** One attempt at embedding: admitted, timed, accounted for. The wait for its turn is no time of the backend's. */
export class EmbeddingAttempt implements Timed {
  deadline: number
  slot = -1
  readonly #serving: Serving
  readonly #job: EmbeddingJob
  readonly #startedAt: number
  readonly #late = new AbortController()
  #error: GatewayError | undefined
  #sent = false

  constructor(serving: Serving, job: EmbeddingJob) {
    this.#serving = serving
    this.#job = job
    this.#startedAt = serving.now()
    this.deadline = Math.min(this.#startedAt + MAX_WAIT_MS, job.endBy)
  }

  get record(): AttemptRecord {
    const { model, backend } = this.#job.call.placement
    const error = this.#error
    const outcome =
      error === undefined ? 'ok' : error.code === 'client_left' ? 'client_left' : 'error'
    const totalMs = this.#serving.now() - this.#startedAt
    return {
      model,
      backend,
      outcome,
      code: error?.code,
      sent: this.#sent && error?.retry !== 'unsent',
      totalMs,
    }
  }

  /** The answer, or why there is none. */
  async run(left: AbortSignal): Promise<EmbeddingAnswer | GatewayError> {
    const { name, concurrency } = this.#job.backend.settings
    const signal = AbortSignal.any([left, this.#late.signal])
    this.#serving.deadlines.add(this)
    this.#serving.live.announce(this.#job.call.placement)
    try {
      await this.#serving.admission.turn(name, concurrency, signal)
      return await this.#admitted(left, signal)
    } catch (thrown) {
      this.#error = this.#reason(thrown, left)
      return this.#error
    } finally {
      this.#serving.deadlines.remove(this)
    }
  }

  onDeadline(now: number): void {
    this.deadline = Number.POSITIVE_INFINITY
    this.#late.abort(this.#lateness(now))
  }

  async #admitted(left: AbortSignal, signal: AbortSignal): Promise<EmbeddingAnswer> {
    const { admission, now } = this.#serving
    const { backend, endBy } = this.#job
    try {
      signal.throwIfAborted()
      if (now() > endBy) throw this.#lateness(now())
      return await this.#asked(left, signal)
    } finally {
      admission.exit(backend.settings.name)
    }
  }

  async #asked(left: AbortSignal, signal: AbortSignal): Promise<EmbeddingAnswer> {
    const { backend, call, endBy } = this.#job
    const { live, now } = this.#serving
    const running = live.begin(call.placement)
    this.#sent = true
    this.deadline = Math.min(now() + this.#limitMs(running), endBy)
    try {
      const answer = await backend.embed(call, signal)
      live.end(running)
      return answer
    } catch (thrown) {
      if (left.aborted) this.#leave(running)
      else live.end(running, this.#reason(thrown, left))
      throw thrown
    }
  }

  #limitMs({ loads }: RunningAttempt): number {
    const { ttft, load } = this.#job.backend.settings.timeouts
    return 1000 * Math.max(ttft * WHOLE_ANSWER_FACTOR, loads ? load : 0)
  }

  /** The backend may read the texts to their end all the same. */
  #leave(running: RunningAttempt): void {
    const { backend, call } = this.#job
    const tokens = tokensOf(call.request)
    this.#serving.live.leftDuringPrefill(
      running,
      tokens,
      backend.idle?.bind(backend, call.placement),
    )
  }

  #reason(thrown: unknown, left: AbortSignal): GatewayError {
    if (left.aborted)
      return new GatewayError('client_left', 'The client left before the answer was whole.')
    const { signal } = this.#late
    return GatewayError.from(signal.aborted ? signal.reason : thrown)
  }

  #lateness(now: number): GatewayError {
    const { backend, endBy } = this.#job
    const { name, timeouts } = backend.settings
    const details = { backend: name }
    if (now > endBy) {
      const message = `The answer was not whole after ${timeouts.total} s.`
      return new GatewayError('deadline_exceeded', message, details)
    }
    if (!this.#sent) return crowded(name)
    const message = `The backend "${name}" did not answer in time.`
    return new GatewayError('upstream_ttft_timeout', message, details)
  }
}

function tokensOf({ inputs }: EmbeddingRequest): number {
  const texts = inputs.filter((input) => typeof input === 'string')
  const lists = inputs.filter((input) => typeof input !== 'string')
  return lists.reduce((sum, { length }) => sum + length, textTokens(texts))
}
