import type { Backend } from '../contracts/backend.ts'
import { GatewayError } from '../contracts/errors.ts'
import { Poller } from '../std/poller.ts'
import { withDeadline } from '../std/with-deadline.ts'

const EVERY_MS = 5_000
const DEADLINE_MS = 3_000
/** Glancing may take at most this share of the time, so that a server with thousands of models is left alone. */
const SHARE = 0.02
/** What a glance shows of a server that is not there. */
const GONE = '(gone)'
const FAILED = Symbol('failed')

/** Glances at a backend between looks, where it can be glanced at, so that a load or a loss elsewhere is seen soon. */
export class Glances {
  readonly #backend: Pick<Backend, 'glance'>
  readonly #onChange: () => void
  readonly #poller: Poller
  #begun = false
  #last: string | undefined
  #tookMs = 0

  /** `onChange`: something is not as it was at the glance before, or the server has begun to show something. */
  constructor(backend: Pick<Backend, 'glance'>, onChange: () => void) {
    this.#backend = backend
    this.#onChange = onChange
    this.#poller = new Poller({
      task: (signal) => this.#glance(signal),
      delayMs: () => Math.max(EVERY_MS, this.#tookMs / SHARE),
      spacingMs: EVERY_MS,
    })
  }

  start(): void {
    if (this.#backend.glance !== undefined) void this.#poller.start()
  }

  stop(): Promise<void> {
    return this.#poller.stop()
  }

  async #glance(signal: AbortSignal): Promise<void> {
    const began = performance.now()
    const seen = await withDeadline(DEADLINE_MS, (cut) => this.#see(cut), signal).catch(shownBy)
    this.#tookMs = performance.now() - began
    if (seen === FAILED || signal.aborted) return
    const changed = this.#begun && seen !== undefined && seen !== this.#last
    this.#begun = true
    this.#last = seen
    if (changed) this.#onChange()
  }

  async #see(signal: AbortSignal): Promise<string | undefined> {
    return this.#backend.glance?.(signal)
  }
}

/** A glance that fails in another way proves nothing. */
function shownBy(thrown: unknown): typeof GONE | typeof FAILED {
  const isGone = thrown instanceof GatewayError && thrown.code === 'upstream_unreachable'
  return isGone ? GONE : FAILED
}
