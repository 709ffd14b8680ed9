import { promptTokens, textTokens } from '../../analysis/tokens.ts'
import type { Usage } from '../../contracts/chat.ts'
import { GatewayError } from '../../contracts/errors.ts'
import type { Placement } from '../../contracts/model.ts'
import { type Asking, ownRequest } from '../asking/own-request.ts'
import type { FindingsBook } from './findings-book.ts'

/** Dollars a million tokens are priced by. */
const PER = 1_000_000
const USUAL_OUTPUT = 512
/** Our estimate of a prompt may be so much too low. */
const MARGIN = 1.25

/** Pays for calls. */
export interface Payer {
  /**
   * Makes a call that may cost so many dollars at the most, and notes what it did cost: as much where it failed, or where
   * nobody says. Rejects with `not_allowed` where that may be more than is left, and as the call does.
   */
  spend<Answer>(
    most: number,
    call: () => Promise<Answer>,
    costOf: (answer: Answer) => number | undefined,
  ): Promise<Answer>
}

/** What a question may cost at the most, in dollars; 0 for a model of this network, and where no price is known. */
export function mostCost({ remote, facts }: Placement, asking: Asking): number {
  const price = facts.price?.value
  if (!remote || price === undefined) return 0
  const read = promptTokens(ownRequest(asking)) * MARGIN
  return (read * price.input + (asking.sampling?.maxTokens ?? USUAL_OUTPUT) * price.output) / PER
}

/** The same of texts to embed. */
export function mostEmbeddingCost({ remote, facts }: Placement, texts: readonly string[]): number {
  return remote ? (textTokens(texts) * MARGIN * (facts.price?.value.input ?? 0)) / PER : 0
}

/** What an answer cost, in dollars; undefined = its server does not say how long it was. */
export function costOf({ remote, facts }: Placement, usage: Usage | undefined): number | undefined {
  const price = facts.price?.value
  if (!remote || price === undefined) return 0
  return usage && (usage.input * price.input + usage.output * price.output) / PER
}

export interface PurseOptions {
  readonly book: Pick<FindingsBook, 'add' | 'value'>
  /** Dollars in all. */
  most(): number
  /** Milliseconds since 1970. */
  now(): number
}

/** Under which the total stands: no placement has a key without an `@`. */
const PROFILING = 'profiling'
const TOTAL = 'spent'

/** What all questions to remote models have cost, which only grows and survives restarts. */
export class Purse implements Payer {
  readonly #options: PurseOptions
  /** Dollars that calls under way may cost. */
  #pending = 0
  #spent: number

  constructor(options: PurseOptions) {
    this.#options = options
    const { dollars } = Object(options.book.value(PROFILING, TOTAL))
    this.#spent = typeof dollars === 'number' ? dollars : 0
  }

  get left(): number {
    return this.#options.most() - this.#spent
  }

  async spend<Answer>(
    most: number,
    call: () => Promise<Answer>,
    cost: (answer: Answer) => number | undefined,
  ): Promise<Answer> {
    if (most === 0) return call()
    if (this.#pending + most > this.left) throw new GatewayError('not_allowed', TOO_DEAR)
    this.#pending += most
    let dollars = most
    try {
      const answer = await call()
      dollars = cost(answer) ?? most
      return answer
    } catch (thrown) {
      if (thrown instanceof GatewayError && thrown.retry === 'unsent') dollars = 0
      throw thrown
    } finally {
      this.#pending -= most
      await this.#pay(dollars)
    }
  }

  async #pay(dollars: number): Promise<void> {
    const { book, now } = this.#options
    this.#spent += dollars
    const value = { dollars: this.#spent }
    await book.add({ placement: PROFILING, item: TOTAL, revision: '', at: now(), value }, [])
  }
}

const TOO_DEAR = 'Asking remote models more may cost more than profile.max_cost allows.'
