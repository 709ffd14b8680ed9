import type { Session } from '../contracts/routing.ts'
import type { SessionKey } from './session-key.ts'

/** Conversations that are remembered at once. */
const MOST = 10_000

/** After this no server is likely to hold the conversation any more, and nobody remembers the voice. */
const EXPIRY_MS = 30 * 60_000

interface Remembered {
  readonly session: Session
  /** Messages that the conversation had when it was answered. */
  readonly length: number | undefined
  /** Monotonic milliseconds. */
  readonly at: number
}

/** Where conversations were answered last, in memory only: at most 10,000, each for 30 minutes after its last answer. */
export class Sessions {
  readonly #now: () => number
  /** By key, in the order of the last answers. */
  readonly #remembered = new Map<string, Remembered>()

  /** `now`: monotonic milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Where the conversation that this request goes on was answered last; undefined = not known. */
  find({ earlier, length }: SessionKey): Session | undefined {
    const since = this.#now() - EXPIRY_MS
    for (const key of earlier) {
      const known = this.#remembered.get(key)
      if (known !== undefined && known.at > since && goesOn(length, known)) return known.session
    }
    return undefined
  }

  note({ own, length }: SessionKey, session: Session): void {
    const at = this.#now()
    this.#remembered.delete(own)
    this.#remembered.set(own, { session, length, at })
    for (const [key, oldest] of this.#remembered) {
      if (oldest.at > at - EXPIRY_MS && this.#remembered.size <= MOST) break
      this.#remembered.delete(key)
    }
  }
}

/** Requests that share their first turns as examples do not go on from each other. */
function goesOn(length: number | undefined, { length: before }: Remembered): boolean {
  return length === undefined || before === undefined || length > before
}
