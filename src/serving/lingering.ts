import { Poller } from '../std/poller.ts'
import { withDeadline } from '../std/with-deadline.ts'

/** Asks a backend whether a placement is free again. */
export type IdleProbe = (signal: AbortSignal) => Promise<boolean>

const PROBE_EVERY_MS = 1000
const PROBE_DEADLINE_MS = 2000

/**
 * The prompts that a placement goes on reading although their clients left: real servers stop writing at once, but read
 * a prompt to its end. Each counts until its time has passed or the backend says that it is idle.
 */
export class Lingering {
  readonly #now: () => number
  #ends: number[] = []
  #watch: Poller | undefined

  constructor(now: () => number) {
    this.#now = now
  }

  count(now: number): number {
    let count = 0
    for (const end of this.#ends) if (end > now) count += 1
    return count
  }

  /** `until`: when the prompt is read at the latest, on the clock of `now`. */
  add(until: number, probe?: IdleProbe): void {
    const now = this.#now()
    this.#ends = [...this.#ends.filter((end) => end > now), until]
    if (probe !== undefined && this.#watch === undefined) this.#watchFor(probe)
  }

  clear(): void {
    this.#ends = []
    void this.#watch?.stop()
    this.#watch = undefined
  }

  #watchFor(probe: IdleProbe): void {
    const watch = new Poller({
      delayMs: () => PROBE_EVERY_MS,
      spacingMs: PROBE_EVERY_MS,
      task: async (signal) => {
        if (this.count(this.#now()) === 0 || (await isIdle(probe, signal))) this.clear()
      },
    })
    this.#watch = watch
    void watch.start()
  }
}

/** A probe that fails or hangs knows nothing. */
function isIdle(probe: IdleProbe, signal: AbortSignal): Promise<boolean> {
  return withDeadline(PROBE_DEADLINE_MS, probe, signal).catch(() => false)
}
