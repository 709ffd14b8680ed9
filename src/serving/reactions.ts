import type { Sign, SignKind } from '../contracts/sign.ts'
import type { SessionKey } from './session-key.ts'

/** Conversations of which the last answer is remembered. */
const MOST = 10_000

/** Milliseconds in which a person reacts to an answer: no sooner than they can have read it, no later than they recall it. */
const SOONEST = 1000
const LATEST = 10 * 60_000

/** Of one turn, reactions that count: a script may ask the same thing all day. */
const MOST_REPEATS = 2

/** An answer and what may be thought of it. */
type Answered = Omit<Sign, 'kind'>

interface Remembered {
  readonly answered: Answered
  readonly turn: SessionKey['turn']
  /** Reactions to this turn so far. */
  readonly repeats: number
  /** Monotonic milliseconds. */
  readonly at: number
}

/** Tells what users do next from what they did before, in memory only. */
export class Reactions {
  readonly #now: () => number
  /** By conversation, in the order of the last answers. */
  readonly #last = new Map<string, Remembered>()

  /** `now`: monotonic milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** What this request says of the answer before it; undefined = nothing. */
  to(key: SessionKey): Sign | undefined {
    const known = this.#known(key)
    if (known === undefined || known.turn === undefined || key.turn === undefined) return undefined
    const since = this.#now() - known.at
    if (since < SOONEST || since > LATEST) return undefined
    const kind = kindOf(known.turn, key.turn)
    if (kind === undefined || (kind !== 'went-on' && known.repeats >= MOST_REPEATS))
      return undefined
    return { ...known.answered, kind }
  }

  /** The conversation was answered. `reaction`: what the request was to the answer before. */
  note(key: SessionKey, answered: Answered, reaction: Sign | undefined): void {
    const isSameTurn = this.#known(key)?.turn?.count === key.turn?.count
    const before = isSameTurn ? (this.#known(key)?.repeats ?? 0) : 0
    const repeats = before + Number(reaction !== undefined && reaction.kind !== 'went-on')
    this.#last.delete(key.own)
    this.#last.set(key.own, { answered, turn: key.turn, repeats, at: this.#now() })
    const [oldest] = this.#last.keys()
    if (this.#last.size > MOST && oldest !== undefined) this.#last.delete(oldest)
  }

  #known({ own, earlier }: SessionKey): Remembered | undefined {
    for (const key of [own, ...earlier]) {
      const known = this.#last.get(key)
      if (known !== undefined) return known
    }
    return undefined
  }
}

/** Only in a conversation with a name is another text in the same place known to be an edit. */
function kindOf(
  before: NonNullable<SessionKey['turn']>,
  now: NonNullable<SessionKey['turn']>,
): SignKind | undefined {
  if (now.count > before.count) return 'went-on'
  if (now.count < before.count) return undefined
  if (now.digest === before.digest) return 'asked-again'
  return now.named ? 'edited' : undefined
}
