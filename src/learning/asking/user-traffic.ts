import { setTimeout as sleep } from 'node:timers/promises'

export interface TrafficOptions {
  /** Attempts under way at a backend, everybody's. */
  active(backend: string): number
  /** Monotonic milliseconds. */
  now(): number
}

const LOOK_MS = 50

/** Tells users' requests from the router's own, so that these can make way. */
export class UserTraffic {
  readonly #options: TrafficOptions
  /** By backend name. */
  readonly #own = new Map<string, number>()
  readonly #seen = new Map<string, number>()
  readonly #watchers = new Set<(backend: string) => void>()
  #isOwn = false

  constructor(options: TrafficOptions) {
    this.#options = options
  }

  /** Told of every attempt that begins. */
  begun(backend: string): void {
    if (this.#isOwn) return
    this.#seen.set(backend, this.#options.now())
    for (const watch of this.#watchers) watch(backend)
  }

  /** Begins an attempt of the router's own; `ended` must follow. */
  asOwn<T>(backend: string, begin: () => T): T {
    this.#own.set(backend, this.#ownAt(backend) + 1)
    this.#isOwn = true
    try {
      return begin()
    } finally {
      this.#isOwn = false
    }
  }

  ended(backend: string): void {
    this.#own.set(backend, this.#ownAt(backend) - 1)
  }

  /** Whether no user was answered by these backends for so long. */
  isQuiet(backends: readonly string[], forMs: number): boolean {
    const { now, active } = this.#options
    const busy = backends.filter((backend) => active(backend) > this.#ownAt(backend))
    for (const backend of busy) this.#seen.set(backend, now())
    const isLongAgo = (backend: string): boolean =>
      now() - (this.#seen.get(backend) ?? Number.NEGATIVE_INFINITY) >= forMs
    return busy.length === 0 && backends.every(isLongAgo)
  }

  /** Resolves once that is so, `forMs` being asked again and again; rejects when the signal aborts. */
  async quiet(
    backends: readonly string[],
    forMs: () => number,
    signal: AbortSignal,
  ): Promise<void> {
    while (!this.isQuiet(backends, forMs())) await sleep(LOOK_MS, undefined, { signal })
    signal.throwIfAborted()
  }

  /** Calls `listener` with each request of a user's at these backends, until the call that comes back. */
  watch(backends: readonly string[], listener: () => void): () => void {
    const watcher = (backend: string): void => {
      if (backends.includes(backend)) listener()
    }
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  #ownAt(backend: string): number {
    return this.#own.get(backend) ?? 0
  }
}
