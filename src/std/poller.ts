export interface PollerOptions {
  /** One round. It settles its own failures, and ends soon after its signal aborts. */
  readonly task: (signal: AbortSignal) => Promise<void>
  /** Milliseconds from the end of a round to the next, asked after each round. */
  readonly delayMs: () => number
  /** Least milliseconds between the starts of two rounds, when the later one was asked for with `soon`. */
  readonly spacingMs: number
}

/** Runs a task again and again, never twice at once. */
export class Poller {
  readonly #options: PollerOptions
  #active = false
  #wanted = false
  #round: Promise<void> | undefined
  #startedAt = Number.NEGATIVE_INFINITY
  #endedAt = 0
  #timer: NodeJS.Timeout | undefined
  #control = new AbortController()

  constructor(options: PollerOptions) {
    this.#options = options
  }

  /** Runs the first round, and goes on until `stop`. Resolves when the first round has ended. */
  start(): Promise<void> {
    this.#active = true
    return this.now()
  }

  /** Runs a round, or joins the one under way. */
  now(): Promise<void> {
    this.#round ??= this.#run()
    return this.#round
  }

  /** Asks for a round that begins after this call, as soon as the spacing allows: any number of calls bring one round. */
  soon(): void {
    if (!this.#active) return
    this.#wanted = true
    if (this.#round === undefined) this.#schedule(this.#spacingLeft())
  }

  /** The delay may have changed: it is asked for anew, and counts from the end of the last round. */
  retime(): void {
    if (!this.#active || this.#wanted || this.#round !== undefined) return
    this.#schedule(Math.max(0, this.#endedAt + this.#options.delayMs() - performance.now()))
  }

  /** No round begins any more; one under way is aborted and waited for. */
  async stop(): Promise<void> {
    this.#active = false
    clearTimeout(this.#timer)
    this.#control.abort()
    await this.#round
  }

  async #run(): Promise<void> {
    clearTimeout(this.#timer)
    this.#startedAt = performance.now()
    this.#wanted = false
    this.#control = new AbortController()
    try {
      await this.#options.task(this.#control.signal)
    } finally {
      this.#round = undefined
      this.#endedAt = performance.now()
      if (this.#active) {
        this.#schedule(this.#wanted ? this.#spacingLeft() : this.#options.delayMs())
      }
    }
  }

  #spacingLeft(): number {
    return Math.max(0, this.#startedAt + this.#options.spacingMs - performance.now())
  }

  #schedule(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.now(), ms)
    this.#timer.unref()
  }
}
