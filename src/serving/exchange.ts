import type { Backend, Call, ChatCall, ChatListener } from '../contracts/backend.ts'
import type { ChatAnswer, ChatEvent, Timings, Usage } from '../contracts/chat.ts'
import { GatewayError } from '../contracts/errors.ts'
import type { AttemptRecord, Outcome } from '../contracts/record.ts'
import type { Timed } from '../std/deadlines.ts'
import type { RunningAttempt } from './live-states.ts'
import type { Serving } from './serving.ts'

/** An answer in one piece is only heard when all of it is written: it may take so many times the limit of a first token. */
export const WHOLE_ANSWER_FACTOR = 5

/** What may still come after the last choice has ended: the usage, and the word that nothing follows. */
const LINGER_SECONDS = 2

/** Who carries an exchange's news to the client. */
export interface ExchangeHost {
  onEvents(events: readonly ChatEvent[]): void
  onAnswer(answer: ChatAnswer): void
  onDone(): void
  onFailed(error: GatewayError): void
}

export interface Exchanged {
  readonly call: ChatCall
  readonly backend: Backend
  readonly tokensIn: number
  /** When the whole request must have ended, monotonic milliseconds. */
  readonly endBy: number
}

/**
 * One attempt: one call to one backend, timed by content. Events before the first content are held back, so that an
 * attempt that fails early leaves no trace.
 */
export class Exchange implements ChatListener, Timed {
  deadline = Number.POSITIVE_INFINITY
  slot = -1
  usage: Usage | undefined
  readonly #serving: Serving
  readonly #job: Exchanged
  readonly #host: ExchangeHost
  readonly #startedAt: number
  #running: RunningAttempt | undefined
  #call: Call | undefined
  #held: ChatEvent[] = []
  #timings: Timings | undefined
  #firstContentMs: number | undefined
  #sent = false
  /** Choices that have ended. */
  #finishes = 0
  #paused = false
  #over = false

  constructor(serving: Serving, job: Exchanged, host: ExchangeHost) {
    this.#serving = serving
    this.#job = job
    this.#host = host
    this.#startedAt = serving.now()
  }

  get sent(): boolean {
    return this.#sent
  }

  get dropped(): readonly string[] {
    return this.#call?.dropped ?? []
  }

  start(): void {
    const { call, backend } = this.#job
    this.#running = this.#serving.live.begin(call.placement)
    this.#serving.deadlines.add(this)
    try {
      this.#call = backend.chat(call, this)
    } catch (thrown) {
      this.onError(GatewayError.from(thrown))
      return
    }
    this.#expect(this.#firstContentLimit(this.#call.stream))
  }

  /** A client that reads slowly is not the backend's fault: meanwhile only the whole request is timed. */
  pause(): void {
    this.#paused = true
    this.#call?.pause()
    this.deadline = this.#job.endBy
  }

  resume(): void {
    if (this.#over) return
    this.#paused = false
    this.#call?.resume()
    this.#expectMore()
  }

  /** The client left: the backend is told to stop, and may read the prompt to its end all the same. */
  leave(): void {
    if (this.#over) return
    this.#over = true
    this.#call?.abort()
    this.#serving.deadlines.remove(this)
    const running = this.#running
    if (running === undefined) return
    const { call, backend, tokensIn } = this.#job
    const reading = this.#sent && this.#firstContentMs === undefined
    const probe = backend.idle?.bind(backend, call.placement)
    if (reading) this.#serving.live.leftDuringPrefill(running, tokensIn, probe)
    else this.#serving.live.end(running, new GatewayError('client_left', 'The client left.'))
  }

  record(outcome: Outcome, error?: GatewayError): AttemptRecord {
    const { model, backend } = this.#job.call.placement
    const totalMs = this.#serving.now() - this.#startedAt
    return {
      model,
      backend,
      outcome,
      code: error?.code,
      sent: this.#sent,
      firstContentMs: this.#firstContentMs,
      totalMs,
    }
  }

  onSent(): void {
    this.#sent = true
  }

  onEvents(events: readonly ChatEvent[]): void {
    let [content, alive] = [false, false]
    for (const event of events) {
      content = this.#note(event) || content
      alive ||= event.type === 'other' && event.alive === true
    }
    if (content) this.#firstContentMs ??= this.#serving.now() - this.#startedAt
    if (content || alive) this.#expectMore()
    if (this.#firstContentMs === undefined) {
      this.#held.push(...events)
      return
    }
    const held = this.#held
    this.#held = []
    this.#host.onEvents(held.length === 0 ? events : [...held, ...events])
  }

  onAnswer(answer: ChatAnswer): void {
    this.usage = answer.usage
    this.#timings = answer.timings
    this.#finishes = this.#job.call.request.choices
    this.#host.onAnswer(answer)
  }

  onEnd(): void {
    if (this.#finishes === 0) {
      const { name } = this.#job.backend.settings
      const message = `The backend "${name}" ended its answer early, without a finish reason.`
      this.onError(new GatewayError('upstream_invalid_response', message, { backend: name }))
      return
    }
    if (!this.#settle()) return
    this.#host.onDone()
  }

  onError(error: GatewayError): void {
    if (this.#settle(error)) this.#host.onFailed(error)
  }

  /** Silence after the last word is the end of a backend that keeps its connection open. */
  onDeadline(now: number): void {
    this.#call?.abort()
    if (this.#isWhole() && now <= this.#job.endBy) this.onEnd()
    else this.onError(this.#late(now))
  }

  #isWhole(): boolean {
    return this.#finishes >= this.#job.call.request.choices
  }

  /** Whether the event is content. A finish is: an answer may be empty. */
  #note(event: ChatEvent): boolean {
    if (event.type === 'usage') {
      this.usage = event.usage
      this.#timings = event.timings ?? this.#timings
      return false
    }
    if (event.type === 'finish') this.#finishes++
    return event.type !== 'other'
  }

  /** Ends the attempt's account, once. */
  #settle(error?: GatewayError): boolean {
    if (this.#over) return false
    this.#over = true
    this.#serving.deadlines.remove(this)
    const running = this.#running
    if (running === undefined) return true
    const totalMs = this.#serving.now() - this.#startedAt
    const { usage } = this
    const { live } = this.#serving
    if (error === undefined) {
      const timings = this.#timings
      const firstContentMs = this.#firstContentMs
      live.observe(running, { usage, timings, firstContentMs, totalMs }, this.#job.tokensIn)
    }
    live.end(running, error)
    return true
  }

  /** Some backends think in silence, and say meanwhile that they are there. */
  #expectMore(): void {
    if (this.#paused) return
    if (this.#isWhole()) this.#expect(LINGER_SECONDS)
    else if (this.#firstContentMs === undefined) this.#expect(this.#firstContentLimit(true))
    else this.#expect(this.#job.backend.settings.timeouts.idle)
  }

  #expect(seconds: number): void {
    this.deadline = Math.min(this.#serving.now() + seconds * 1000, this.#job.endBy)
  }

  #firstContentLimit(stream: boolean): number {
    const { ttft, load } = this.#job.backend.settings.timeouts
    const read = stream ? ttft : ttft * WHOLE_ANSWER_FACTOR
    return this.#running?.loads === true ? Math.max(load, read) : read
  }

  #late(now: number): GatewayError {
    const { name, timeouts } = this.#job.backend.settings
    const details = { backend: name }
    if (now > this.#job.endBy) {
      return new GatewayError(
        'deadline_exceeded',
        `The answer was not whole after ${timeouts.total} s.`,
        details,
      )
    }
    if (this.#firstContentMs === undefined) {
      return new GatewayError(
        'upstream_ttft_timeout',
        `The backend "${name}" sent no content in time.`,
        details,
      )
    }
    return new GatewayError(
      'upstream_idle_timeout',
      `The backend "${name}" fell silent in the middle of its answer.`,
      details,
    )
  }
}
