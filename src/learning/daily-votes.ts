import type { KeyedEvidence } from '../contracts/learning.ts'

/** What one voter's votes of one day count as altogether: nobody judges more answers than that with care. */
const MOST_PER_DAY = 20

const DAY_MS = 86_400_000
/** Less than this is what rounding leaves. */
const NOTHING = 1e-6

/** The key of a vote's evidence: whose it is can be read from it. */
export function voteKey(responseId: string, voter: string): string {
  return `vote:${voter}:${responseId}`
}

/** Whether it is a single vote, not a sum of old ones. */
export function isVote({ key }: KeyedEvidence): boolean {
  return key.startsWith('vote:')
}

/** Keeps anybody from saying more than a day's votes can, however often they vote and on whatever models. */
export class DailyVotes {
  /** Weights by voter and day. */
  readonly #totals = new Map<string, number>()
  /** What a row is taken for as long as the total stays as it is. */
  readonly #bounded = new WeakMap<
    KeyedEvidence,
    { readonly total: number; readonly row: KeyedEvidence }
  >()

  add(row: KeyedEvidence): void {
    this.#change(row, row.weight)
  }

  remove(row: KeyedEvidence): void {
    this.#change(row, -row.weight)
  }

  /** The row with the weight that counts; the very same for as long as that does not change. */
  bounded(row: KeyedEvidence): KeyedEvidence {
    const total = this.#totals.get(votersDay(row) ?? '') ?? 0
    if (total <= MOST_PER_DAY) return row
    const known = this.#bounded.get(row)
    if (known?.total === total) return known.row
    const lighter = { ...row, weight: (row.weight * MOST_PER_DAY) / total }
    this.#bounded.set(row, { total, row: lighter })
    return lighter
  }

  #change(row: KeyedEvidence, by: number): void {
    const day = votersDay(row)
    if (day === undefined) return
    const total = (this.#totals.get(day) ?? 0) + by
    if (total > NOTHING) this.#totals.set(day, total)
    else this.#totals.delete(day)
  }
}

function votersDay(row: KeyedEvidence): string | undefined {
  if (row.source !== 'feedback' || !isVote(row)) return undefined
  const [, voter] = row.key.split(':')
  return `${voter} ${Math.floor(row.at / DAY_MS)}`
}
