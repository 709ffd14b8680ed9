/** What a way of choosing models costs on average, and how right its answers are. */
export interface CostPoint {
  readonly cost: number
  readonly quality: number
}

/** The best that mixing the points can reach: from the cheapest on, never falling, never bending upwards. */
export function costHull(points: readonly CostPoint[]): readonly CostPoint[] {
  const sorted = points.toSorted((a, b) => a.cost - b.cost || b.quality - a.quality)
  const hull: CostPoint[] = []
  for (const point of sorted) {
    const last = hull.at(-1)
    if (last !== undefined && point.quality <= last.quality) continue
    while (bends(hull, point)) hull.pop()
    hull.push(point)
  }
  return hull
}

/**
 * Average quality over a range of costs: the area under the hull, divided by the range. Left of the cheapest point
 * there is none; right of the best one it stays what it is.
 */
export function averageImprovement(
  points: readonly CostPoint[],
  { from, to }: { readonly from: number; readonly to: number },
): number {
  const hull = costHull(points)
  if (to <= from) return qualityAt(hull, to)
  const inside = hull.map(({ cost }) => cost).filter((cost) => cost > from && cost < to)
  const stops = [from, ...inside, to]
  let area = 0
  for (const [at, stop] of stops.entries()) {
    const next = stops[at + 1]
    if (next === undefined) break
    area += ((qualityAt(hull, stop) + qualityAt(hull, next)) / 2) * (next - stop)
  }
  return area / (to - from)
}

/** What the hull reaches at a cost; 0 below its cheapest point. */
export function qualityAt(hull: readonly CostPoint[], cost: number): number {
  const after = hull.findIndex((point) => point.cost > cost)
  if (after < 0) return hull.at(-1)?.quality ?? 0
  const [left, right] = [hull[after - 1], hull[after]]
  if (left === undefined || right === undefined) return 0
  const share = (cost - left.cost) / (right.cost - left.cost)
  return left.quality + share * (right.quality - left.quality)
}

/** Whether the last point lies on or under the line from the one before it to the new one. */
function bends(hull: readonly CostPoint[], point: CostPoint): boolean {
  const [before, last] = hull.slice(-2)
  if (before === undefined || last === undefined) return false
  const steps = (last.quality - before.quality) * (point.cost - before.cost)
  return steps <= (point.quality - before.quality) * (last.cost - before.cost)
}
