/** Mean squared distance of probabilities from what came out, 0 = always sure and right. */
export function brierScore(scores: readonly number[], outcomes: readonly number[]): number {
  const total = scores.reduce((sum, score, at) => sum + (score - (outcomes[at] ?? 0)) ** 2, 0)
  return total / scores.length
}
