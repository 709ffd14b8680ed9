const TICK_MS = 50

/** Something that may take too long. */
export interface Timed {
  /** Monotonic milliseconds; may be moved at any time. */
  deadline: number
  /** Its place in the list, kept by the list. */
  slot: number
  /** Called once the deadline has passed, again with each tick until it is moved or the entry is removed. */
  onDeadline(now: number): void
}

/**
 * One clock for everything that may take too long, instead of a timer each. Entries lie in an array with slots: what a
 * `Set` outgrows keeps the finished ones alive through young collections.
 */
export class Deadlines {
  readonly #entries: Timed[] = []
  readonly #now: () => number
  readonly #timer: NodeJS.Timeout

  /** `now`: a monotonic clock in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
    this.#timer = setInterval(() => this.check(), TICK_MS)
    this.#timer.unref()
  }

  get size(): number {
    return this.#entries.length
  }

  add(entry: Timed): void {
    entry.slot = this.#entries.push(entry) - 1
  }

  /** Does nothing for an entry that is not in the list. */
  remove(entry: Timed): void {
    if (this.#entries[entry.slot] !== entry) return
    const last = this.#entries.pop()
    if (last === undefined || last === entry) return
    last.slot = entry.slot
    this.#entries[entry.slot] = last
  }

  /** What one entry removes while it is told is not told any more. */
  check(): void {
    const now = this.#now()
    for (const entry of this.#entries.slice()) {
      const listed = this.#entries[entry.slot] === entry
      if (listed && now > entry.deadline) entry.onDeadline(now)
    }
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
