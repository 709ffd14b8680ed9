import { isDeepStrictEqual } from 'node:util'
import type { Backend, BackendLook } from '../contracts/backend.ts'
import { backoff } from '../std/backoff.ts'
import { Poller } from '../std/poller.ts'
import { withDeadline } from '../std/with-deadline.ts'
import type { Sight } from './build-catalog.ts'
import { Glances } from './glances.ts'

/** The share of an interval that chance may take away, so that many backends are not asked in step. */
const JITTER = 0.1
/** After failures: 1-2 s, 2-4 s, 4-8 s ... up to the interval. */
const RECOVERY = { baseMs: 2000, jitter: 0.5 }
const SPACING_MS = 1000

export interface WatchOptions {
  /** Milliseconds; asked after each look. */
  readonly intervalMs: () => number
  /** When a look that hangs is given up. */
  readonly deadlineMs: number
  readonly random: () => number
  /** The backend shows something that it did not show before. */
  readonly onChange: () => void
}

/** Looks at one backend again and again; sooner while it is down, and when a glance between looks shows a change. */
export class BackendWatch {
  readonly backend: Backend
  readonly #options: WatchOptions
  readonly #poller: Poller
  readonly #glances: Glances
  #sight: Sight
  #failures = 0

  /** `before`: what is known of the backend before the first look at it. */
  constructor(backend: Backend, options: WatchOptions, before?: BackendLook) {
    this.backend = backend
    this.#options = options
    this.#sight = { settings: backend.settings, look: before }
    this.#poller = new Poller({
      task: (signal) => this.#look(signal),
      delayMs: () => this.#delay(),
      spacingMs: SPACING_MS,
    })
    this.#glances = new Glances(backend, () => this.#poller.soon())
  }

  get sight(): Sight {
    return this.#sight
  }

  /** Resolves when the first look has ended. */
  start(): Promise<void> {
    this.#glances.start()
    return this.#poller.start()
  }

  /** Looks once, or joins the look under way. */
  lookNow(): Promise<void> {
    return this.#poller.now()
  }

  lookSoon(): void {
    this.#poller.soon()
  }

  /** The interval may have changed. */
  retime(): void {
    this.#poller.retime()
  }

  async stop(): Promise<void> {
    await Promise.all([this.#glances.stop(), this.#poller.stop()])
  }

  async #look(signal: AbortSignal): Promise<void> {
    const sight = await this.#see(signal)
    if (signal.aborted) return
    this.#failures = sight.problem === undefined ? 0 : this.#failures + 1
    if (isDeepStrictEqual(sight, this.#sight)) return
    this.#sight = sight
    this.#options.onChange()
  }

  async #see(signal: AbortSignal): Promise<Sight> {
    const { settings } = this.backend
    try {
      const { deadlineMs } = this.#options
      const look = await withDeadline(deadlineMs, (cut) => this.backend.look(cut), signal)
      return { settings, look, problem: undefined }
    } catch (thrown) {
      const problem = thrown instanceof Error ? thrown.message : String(thrown)
      return { settings, look: this.#sight.look, problem }
    }
  }

  #delay(): number {
    const { random } = this.#options
    const intervalMs = this.#options.intervalMs()
    if (this.#failures === 0) return intervalMs * (1 - JITTER * random())
    return backoff(this.#failures - 1, { ...RECOVERY, maxMs: intervalMs, random })
  }
}
