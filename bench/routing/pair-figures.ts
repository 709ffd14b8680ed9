/** One prompt that a weak and a strong model answered, and how much it is to be sent to the strong one. */
export interface PairCall {
  readonly score: number
  readonly weak: number
  readonly strong: number
}

/** How well an order of prompts finds those that need the strong model. */
export interface PairFigures {
  /** Mean share of the gap between the models that is recovered, over all shares of strong calls. */
  readonly apgr: number
  /** Least share of strong calls that recovers half of the gap, and 80 % of it. */
  readonly cpt50: number
  readonly cpt80: number
}

/** Share of strong calls and share of the gap recovered there; straight between two points. */
type Point = readonly [share: number, recovered: number]

/** The figures of an order. Prompts of equal score are called in random order, so the curve is straight among them. */
export function pairFigures(calls: readonly PairCall[]): PairFigures {
  const curve = pairCurve(byScore(calls))
  return { apgr: areaUnder(curve), cpt50: reaches(curve, 0.5), cpt80: reaches(curve, 0.8) }
}

/** The APGR of an order when its calls, in the order given, are counted so many times each. */
export function resampledArea(calls: readonly PairCall[]): (counts: Uint16Array) => number {
  const sorted = byScore(calls)
  return (counts) => areaUnder(pairCurve(sorted, counts))
}

interface PlacedCall extends PairCall {
  /** In the order given. */
  readonly place: number
}

function byScore(calls: readonly PairCall[]): readonly PlacedCall[] {
  return calls.map((call, place) => ({ ...call, place })).sort((a, b) => b.score - a.score)
}

function pairCurve(sorted: readonly PlacedCall[], counts?: Uint16Array): readonly Point[] {
  const points: [number, number][] = [[0, 0]]
  let share = 0
  let gained = 0
  for (const [at, { score, weak, strong, place }] of sorted.entries()) {
    const count = counts?.[place] ?? 1
    share += count
    gained += count * (strong - weak)
    if (sorted[at + 1]?.score !== score) points.push([share, gained])
  }
  return points.map(([calls, gain]) => [calls / share, gain / gained])
}

function areaUnder(curve: readonly Point[]): number {
  let area = 0
  for (let at = 1; at < curve.length; at += 1) {
    const [from, low] = curve[at - 1] ?? [0, 0]
    const [to, high] = curve[at] ?? [0, 0]
    area += ((low + high) / 2) * (to - from)
  }
  return area
}

function reaches(curve: readonly Point[], goal: number): number {
  const after = curve.findIndex(([, recovered]) => recovered >= goal)
  const [to, high] = curve[after] ?? [1, 1]
  const [from, low] = curve[after - 1] ?? [0, 0]
  return high === low ? to : from + ((goal - low) / (high - low)) * (to - from)
}
