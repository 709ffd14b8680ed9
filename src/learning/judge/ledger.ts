import { GatewayError } from '../../contracts/errors.ts'
import type { Finding } from '../../contracts/profile.ts'
import type { FindingsBook } from '../profiling/findings-book.ts'
import type { Payer } from '../profiling/purse.ts'

/** Calls, and dollars where the price is known. */
export interface Spending {
  readonly calls: number
  readonly dollars: number
}

export interface LedgerOptions {
  readonly book: Pick<FindingsBook, 'add' | 'value'>
  /** In a calendar month. */
  most(): Spending
  /** Milliseconds since 1970. */
  now(): number
}

/** Under which the judge's own findings stand: no placement has a key without an `@`. */
export const JUDGE = 'judge'

/** What the judge was asked this month, which survives restarts: a call counts before it is made, as dear as it may be. */
export class Ledger implements Payer {
  readonly #options: LedgerOptions

  constructor(options: LedgerOptions) {
    this.#options = options
  }

  spent(): Spending {
    const { calls, dollars } = Object(this.#options.book.value(JUDGE, this.#item()))
    return { calls: amount(calls), dollars: amount(dollars) }
  }

  /** Whether a call may be made that costs so many dollars at the most. */
  allows(dollars = 0): boolean {
    const [most, spent] = [this.#options.most(), this.spent()]
    const isPaidFor = dollars === 0 || spent.dollars + dollars <= most.dollars
    return spent.calls < most.calls && isPaidFor
  }

  async spend<Answer>(
    most: number,
    call: () => Promise<Answer>,
    costOf: (answer: Answer) => number | undefined,
  ): Promise<Answer> {
    if (!this.allows(most)) throw new GatewayError('not_allowed', USED_UP)
    await this.#add(1, most)
    try {
      const answer = await call()
      await this.#add(0, (costOf(answer) ?? most) - most)
      return answer
    } catch (thrown) {
      const isAsked = thrown instanceof GatewayError && thrown.retry !== 'unsent'
      if (!isAsked) await this.#add(-1, -most)
      throw thrown
    }
  }

  async #add(calls: number, dollars: number): Promise<void> {
    if (calls === 0 && dollars === 0) return
    const spent = this.spent()
    await this.#write({ calls: spent.calls + calls, dollars: spent.dollars + dollars })
  }

  async #write({ calls, dollars }: Spending): Promise<void> {
    const { book, now } = this.#options
    const [placement, item] = [JUDGE, this.#item()]
    const finding: Finding = {
      ...{ placement, item, revision: '', at: now(), value: { calls, dollars } },
    }
    await book.add(finding, [])
  }

  #item(): string {
    return `spent ${new Date(this.#options.now()).toISOString().slice(0, 7)}`
  }
}

const USED_UP =
  'What the judge may be asked this month is used up: judge.max_calls, judge.max_cost.'

function amount(value: unknown): number {
  return typeof value === 'number' && value >= 0 ? value : 0
}
