import { ranksOf } from './area-under-curve.ts'
import { mean } from './averages.ts'

/** Spearman's correlation, -1 to 1; NaN where one side never changes. */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  const left = centred(ranksOf(a))
  const right = centred(ranksOf(b))
  return product(left, right) / Math.sqrt(product(left, left) * product(right, right))
}

function centred(values: readonly number[]): readonly number[] {
  const middle = mean(values)
  return values.map((value) => value - middle)
}

function product(a: readonly number[], b: readonly number[]): number {
  return a.reduce((total, value, at) => total + value * (b[at] ?? 0), 0)
}
