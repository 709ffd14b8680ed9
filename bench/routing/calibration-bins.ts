/** Predictions of about the same probability, and how many of them came true. */
export interface CalibrationBin {
  readonly predicted: number
  readonly actual: number
  readonly count: number
}

const BINS = 10

/** Ten bins of equal width, empty ones left out: on the diagonal, a probability means what it says. */
export function calibrationBins(
  scores: readonly number[],
  outcomes: readonly number[],
): readonly CalibrationBin[] {
  const totals = Array.from({ length: BINS }, () => ({ predicted: 0, actual: 0, count: 0 }))
  for (const [at, score] of scores.entries()) {
    const bin = totals[Math.min(BINS - 1, Math.floor(score * BINS))]
    if (bin === undefined) continue
    bin.predicted += score
    bin.actual += outcomes[at] ?? 0
    bin.count += 1
  }
  return totals
    .filter(({ count }) => count > 0)
    .map(({ predicted, actual, count }) => ({
      predicted: predicted / count,
      actual: actual / count,
      count,
    }))
}

/** Mean distance of the bins from the diagonal, by their counts. */
export function calibrationError(bins: readonly CalibrationBin[]): number {
  const count = bins.reduce((total, bin) => total + bin.count, 0)
  const off = bins.reduce(
    (total, bin) => total + bin.count * Math.abs(bin.predicted - bin.actual),
    0,
  )
  return off / count
}
