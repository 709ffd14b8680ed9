/** Kendall's tau-b of two lists of equal length: 1 = the same order, 0 = none, -1 = the opposite. */
export function kendall(one: readonly number[], other: readonly number[]): number {
  const [x, y] = [signs(one), signs(other)]
  const agreement = x.reduce((sum, sign, at) => sum + sign * (y[at] ?? 0), 0)
  return agreement / Math.sqrt(untied(x) * untied(y) || 1)
}

/** Which of each pair is larger. */
function signs(values: readonly number[]): readonly number[] {
  return values.flatMap((value, at) => values.slice(at + 1).map((next) => Math.sign(value - next)))
}

function untied(pairs: readonly number[]): number {
  return pairs.filter((sign) => sign !== 0).length
}
