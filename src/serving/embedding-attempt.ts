import type { Backend, EmbeddingCall } from '../contracts/backend.ts'
import type { EmbeddingAnswer } from '../contracts/embedding.ts'
import { GatewayError } from '../contracts/errors.ts'
import type { AttemptRecord } from '../contracts/record.ts'
import type { Timed } from '../std/deadlines.ts'
import { crowded } from './admission.ts'
import { WHOLE_ANSWER_FACTOR } from './exchange.ts'
import type { Serving } from './serving.ts'

export interface EmbeddingJob {
  readonly backend: Backend
  readonly call: EmbeddingCall
  /** When the whole request must have ended, monotonic milliseconds. */
  readonly endBy: number
}

/** One attempt at embedding: admitted, timed, accounted for. */
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
    const { ttft, load } = job.backend.settings.timeouts
    const limit = Math.max(
      ttft * WHOLE_ANSWER_FACTOR,
      job.call.placement.loaded === false ? load : 0,
    )
    this.deadline = Math.min(this.#startedAt + limit * 1000, job.endBy)
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
    const { backend, call } = this.#job
    const { name, concurrency } = backend.settings
    const signal = AbortSignal.any([left, this.#late.signal])
    this.#serving.deadlines.add(this)
    try {
      await this.#serving.admission.turn(name, concurrency, signal)
      return await this.#admitted(backend.embed(call, signal), left)
    } catch (thrown) {
      this.#error = this.#reason(thrown, left)
      return this.#error
    } finally {
      this.#serving.deadlines.remove(this)
    }
  }

  onDeadline(): void {
    this.deadline = Number.POSITIVE_INFINITY
    this.#late.abort()
  }

  async #admitted(answer: Promise<EmbeddingAnswer>, left: AbortSignal): Promise<EmbeddingAnswer> {
    const { admission, live } = this.#serving
    const running = live.begin(this.#job.call.placement)
    this.#sent = true
    try {
      const whole = await answer
      live.end(running)
      return whole
    } catch (thrown) {
      live.end(running, this.#reason(thrown, left))
      throw thrown
    } finally {
      admission.exit(this.#job.backend.settings.name)
    }
  }

  #reason(thrown: unknown, left: AbortSignal): GatewayError {
    const { name } = this.#job.backend.settings
    if (left.aborted)
      return new GatewayError('client_left', 'The client left before the answer was whole.')
    if (this.#late.signal.aborted && !this.#sent) return crowded(name)
    if (this.#late.signal.aborted) {
      const message = `The backend "${name}" did not answer in time.`
      return new GatewayError('upstream_ttft_timeout', message, { backend: name })
    }
    return GatewayError.from(thrown)
  }
}
