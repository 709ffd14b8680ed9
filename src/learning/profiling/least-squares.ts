/** A straight line, `y = offset + slope * x`. */
export interface Line {
  readonly offset: number
  readonly slope: number
}

/** The line that fits points `[x, y]` best by least squares; undefined unless they lie at two places at least. */
export function leastSquares(
  points: readonly (readonly [x: number, y: number])[],
): Line | undefined {
  const count = points.length
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / count
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / count
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  if (!(spread > 0)) return undefined
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread
  return { offset: meanY - slope * meanX, slope }
}
