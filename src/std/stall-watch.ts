const TICK_MS = 250
/** What a tick may be late before the time between is called a stall. */
const TOLERANCE_MS = 750

/** Knows when the whole process stood still (a blocked event loop, SIGSTOP), so that nobody else is blamed for it. */
export class StallWatch {
  readonly #now: () => number
  readonly #timer: NodeJS.Timeout
  #tickedAt: number
  #stalledAt = Number.NEGATIVE_INFINITY

  /** `now`: a monotonic clock in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
    this.#tickedAt = now()
    this.#timer = setInterval(() => this.#tick(), TICK_MS)
    this.#timer.unref()
  }

  /** Whether a stall has lasted into the time since `moment`, one that is only just over included. */
  stalledSince(moment: number): boolean {
    this.#tick()
    return this.#stalledAt >= moment
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #tick(): void {
    const now = this.#now()
    if (now - this.#tickedAt > TICK_MS + TOLERANCE_MS) this.#stalledAt = now
    this.#tickedAt = now
  }
}
