import { GatewayError } from '../../contracts/errors.ts'
import type { Finding } from '../../contracts/profile.ts'
import type { FindingsBook } from '../profiling/findings-book.ts'

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

/** What the judge was asked this month, which survives restarts: a call counts before it is made. */
export class Ledger {
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

  /** Notes that a call is made. Throws `not_allowed` where no more are paid for. */
  async call(dollars: number): Promise<void> {
    if (!this.allows(dollars)) throw new GatewayError('not_allowed', USED_UP)
    const { calls, dollars: before } = this.spent()
    await this.#write({ calls: calls + 1, dollars: before })
  }

  async pay(dollars: number): Promise<void> {
    if (dollars === 0) return
    const { calls, dollars: before } = this.spent()
    await this.#write({ calls, dollars: before + dollars })
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
