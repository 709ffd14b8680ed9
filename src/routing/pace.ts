import type { Placement } from '../contracts/model.ts'
import type { LiveState } from '../contracts/routing.ts'
import { type Pace, usualSpeed } from './latency.ts'

/**
 * How each backend's machine compares with the usual one, by the models measured on it: what was learned from one model
 * holds for its neighbours that have not been asked yet. A backend without any measurement is missing.
 */
export function pacesOf(
  placements: readonly Placement[],
  live: LiveState,
): ReadonlyMap<string, Pace> {
  const logs = new Map<string, { sum: number; count: number }>()
  for (const placement of placements) {
    const { decodeTps } = live(placement)
    if (decodeTps === undefined || !(decodeTps > 0)) continue
    const entry = logs.get(placement.backend) ?? { sum: 0, count: 0 }
    entry.sum += Math.log(decodeTps / usualSpeed(placement).decode)
    entry.count++
    logs.set(placement.backend, entry)
  }
  return new Map(Array.from(logs, ([name, { sum, count }]) => [name, Math.exp(sum / count)]))
}
