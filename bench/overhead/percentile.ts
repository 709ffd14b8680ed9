/** The value that the share `q` (0 to 1) of the values does not exceed, by nearest rank; NaN of nothing. */
export function percentile(values: readonly number[], q: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.max(0, Math.ceil(sorted.length * q) - 1)] ?? Number.NaN
}
