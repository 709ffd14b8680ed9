import type { Sign, SignKind } from '../contracts/sign.ts'
import type { SessionKey, Turn } from './session-key.ts'

/** Conversations of which the last answer is remembered. */
const MOST = 10_000

/** Milliseconds in which a person reacts to an answer: no sooner than they can have read it, no later than they recall it. */
const SOONEST = 1000
const LATEST = 10 * 60_000

/** Of one turn, and of one who asks in a day, reactions that count: a script may ask the same thing all day. */
const MOST_REPEATS = 2
const MOST_A_DAY = 10
const DAY_MS = 86_400_000

/** An answer and what may be thought of it. */
type Answered = Omit<Sign, 'kind'>

type Said = Pick<Turn, 'count' | 'digest'>

interface Remembered {
  readonly answered: Answered
  readonly said: Said | undefined
  /** Reactions to this turn so far. */
  repeats: number
  /** Monotonic milliseconds. */
  readonly at: number
}

/** Tells what users do next from what they did before, in memory only. */
export class Reactions {
  readonly #now: () => number
  /** By conversation, in the order of the last answers. */
  readonly #last = new Map<string, Remembered>()
  /** Reactions of the day, by who asks. */
  readonly #heard = new Map<string, number>()
  #day = 0

  /** `now`: monotonic milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** What this request says of the answer before it, which is heard once; undefined = nothing. */
  to({ own, earlier, turn }: SessionKey): Sign | undefined {
    const known = this.#known([own, ...earlier])
    if (known?.said === undefined || turn === undefined) return undefined
    const since = this.#now() - known.at
    if (since < SOONEST || since > LATEST) return undefined
    const kind = kindOf(known.said, turn)
    if (kind === undefined) return undefined
    if (kind !== 'went-on' && ++known.repeats > MOST_REPEATS) return undefined
    return this.#isTooMany(turn.caller()) ? undefined : { ...known.answered, kind }
  }

  /** The conversation was answered. */
  note({ own, earlier, turn }: SessionKey, answered: Answered): void {
    const known = this.#known([own, ...earlier])
    const isSameTurn = known?.said?.count === turn?.count
    const repeats = isSameTurn ? (known?.repeats ?? 0) : 0
    const said = turn && { count: turn.count, digest: turn.digest }
    this.#last.delete(own)
    this.#last.set(own, { answered, said, repeats, at: this.#now() })
    const [oldest] = this.#last.keys()
    if (this.#last.size > MOST && oldest !== undefined) this.#last.delete(oldest)
  }

  #known(keys: readonly string[]): Remembered | undefined {
    for (const key of keys) {
      const known = this.#last.get(key)
      if (known !== undefined) return known
    }
    return undefined
  }

  #isTooMany(caller: string): boolean {
    const day = Math.floor(this.#now() / DAY_MS)
    if (day !== this.#day || this.#heard.size > MOST) this.#heard.clear()
    this.#day = day
    const heard = (this.#heard.get(caller) ?? 0) + 1
    this.#heard.set(caller, heard)
    return heard > MOST_A_DAY
  }
}

/**
 * A conversation goes on from what was said before: what only begins alike, as examples do, is another. Only where it has
 * a name is another text in the same place known to be an edit.
 */
function kindOf(before: Said, now: Turn): SignKind | undefined {
  if (now.count > before.count)
    return now.digestAt(before.count) === before.digest ? 'went-on' : undefined
  if (now.count < before.count) return undefined
  if (now.digest === before.digest) return 'asked-again'
  return now.named ? 'edited' : undefined
}
