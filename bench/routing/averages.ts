/** Arithmetic mean; NaN of nothing. */
export function mean(values: readonly number[]): number {
  return sum(values) / values.length
}

/** 0 of nothing. */
function sum(values: readonly number[]): number {
  let total = 0
  for (const value of values) total += value
  return total
}

/** Index of the largest value, the first among equals; -1 of nothing. NaN never wins. */
export function argmax(values: readonly number[]): number {
  let best = -1
  let most = Number.NEGATIVE_INFINITY
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] as number
    if (!(value > most) && (best >= 0 || Number.isNaN(value))) continue
    best = at
    most = value
  }
  return best
}

/** Column means of rows of equal length, over those of `width` columns; NaN where there is no row. */
export function columnMeans(rows: Iterable<readonly number[]>, width: number): number[] {
  const totals = new Array<number>(width).fill(0)
  let count = 0
  for (const row of rows) {
    count += 1
    for (let at = 0; at < width; at += 1) totals[at] = (totals[at] as number) + (row[at] as number)
  }
  return totals.map((total) => total / count)
}
