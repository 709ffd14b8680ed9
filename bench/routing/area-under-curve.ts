/**
 * Chance that a right answer was given a higher probability than a wrong one, ties counting half; undefined where
 * all answers are right or all wrong. `outcomes` above 0.5 are right.
 */
export function areaUnderCurve(
  scores: readonly number[],
  outcomes: readonly number[],
): number | undefined {
  const ranks = ranksOf(scores)
  let right = 0
  let rankSum = 0
  for (const [at, outcome] of outcomes.entries()) {
    if (outcome <= 0.5) continue
    right += 1
    rankSum += ranks[at] ?? 0
  }
  const wrong = outcomes.length - right
  if (right === 0 || wrong === 0) return undefined
  return (rankSum - (right * (right + 1)) / 2) / (right * wrong)
}

/** Ranks from 1, the smallest first; equals share the mean of theirs. */
export function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, at) => at).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  const ranks = new Array<number>(values.length).fill(0)
  for (let from = 0; from < order.length; ) {
    let to = from + 1
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to += 1
    for (const at of order.slice(from, to)) ranks[at] = (from + 1 + to) / 2
    from = to
  }
  return ranks
}
