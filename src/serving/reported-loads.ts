import type { Placement, ServerLoad } from '../contracts/model.ts'
import type { CurrentLoad } from '../contracts/routing.ts'

/** A server's account of itself, and what of it was ours. Milliseconds are monotonic. */
interface Noted {
  readonly load: ServerLoad
  readonly ours: number
  readonly notedAt: number
}

/** Older accounts say nothing any more, but of a server that rests there is no news to tell: its account stands. */
const FRESH_MS = 60_000
/** With so much of its cache in use a server takes no more requests in. */
const CROWDED = 0.95

/** What servers said of their load, brought up to date by what this router has sent and ended since. */
export class ReportedLoads {
  #noted: ReadonlyMap<string, Noted> = new Map()

  /** Takes up what a new catalog says; an account that was known already does not become newer. */
  note(placements: Iterable<Placement>, busy: (key: string) => number, now: number): void {
    const noted = new Map<string, Noted>()
    for (const { key, load } of placements) {
      if (load === undefined) continue
      const known = this.#noted.get(key)
      const isKnown = known?.load.at === load.value.at
      noted.set(key, isKnown ? known : { load: load.value, ours: busy(key), notedAt: now })
    }
    this.#noted = noted
  }

  /** `ours`: requests of this router under way there now. They were part of the server's count, and are counted once. */
  current(key: string, ours: number, now: number): CurrentLoad | undefined {
    const noted = this.#noted.get(key)
    if (noted === undefined) return undefined
    const { running, waiting, cacheUse = 0 } = noted.load
    const rests = running + waiting === 0
    if (!rests && now - noted.notedAt > FRESH_MS) return undefined
    const all = Math.max(running + waiting + ours - noted.ours, ours)
    const isFull = waiting > 0 || cacheUse >= CROWDED
    const working = isFull ? Math.min(all, running) : all
    return { running: working, waiting: all - working }
  }
}
