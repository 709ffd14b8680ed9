import type { Placement, Price } from '../contracts/model.ts'

/** What some tokens cost. */
export interface Cost {
  /** US dollars. */
  readonly dollars: number
  /** False: nobody knows the price, and a cautious one was assumed. */
  readonly known: boolean
}

/** Dearer than most models, so that one of unknown price is never taken for a cheap one. */
export const ASSUMED_PRICE: Price = { input: 10, output: 30 }

const FREE: Price = { input: 0, output: 0 }

/** What a request costs at a placement: nothing on the user's own machines, unless the user says otherwise. */
export function costOf(
  { remote, facts }: Pick<Placement, 'remote' | 'facts'>,
  tokensIn: number,
  tokensOut: number,
): Cost {
  const price = facts.price?.value ?? (remote ? undefined : FREE)
  const { input, output } = price ?? ASSUMED_PRICE
  return { dollars: (tokensIn * input + tokensOut * output) / 1e6, known: price !== undefined }
}
