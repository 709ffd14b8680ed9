import type { Better } from './comparison.ts'

/** How a judge did on pairs of which the better answer is known by rule. */
export interface Agreement {
  /** Pairs that it gave a verdict on. */
  readonly pairs: number
  /** Share of them that it saw as the rule does, a tie being half; by a prior that takes it for a coin. */
  readonly share: number
}

/** Verdicts without which nothing is known of a judge. */
const FEWEST_PAIRS = 12
/** Coin throws that it must be better than at first. */
const DOUBT = 2

/** One that agrees so often is a coin; one that agrees so much more often is as good as judges are taken to be. */
const COIN = 0.5
const GOOD = 0.9

/** Sure answers that the verdict of a good judge counts as: it has tastes that users may not share. */
const MOST_WEIGHT = 0.5

/** What a verdict is where the first answer of a pair is right. */
export function agreementOf(verdicts: readonly Better[]): Agreement {
  const agreed = verdicts.reduce((sum, verdict) => sum + worthOf(verdict), 0)
  return {
    pairs: verdicts.length,
    share: (agreed + DOUBT * COIN) / (verdicts.length + DOUBT),
  }
}

/** How well the first side did: 1 = better, 0 = worse. */
export function worthOf(verdict: Better): number {
  return verdict === 'tie' ? 0.5 : Number(verdict === 'first')
}

/**
 * Sure answers that one verdict of such a judge counts as; 0 of one that tells right from wrong no better than chance. The
 * information in a noisy answer goes with the square of how far it is from a coin.
 */
export function weightOf({ pairs, share }: Agreement): number {
  if (pairs < FEWEST_PAIRS || share <= COIN) return 0
  return MOST_WEIGHT * Math.min(1, ((share - COIN) / (GOOD - COIN)) ** 2)
}
