import type { CancelResult } from './cancellations.ts'
import type { Way } from './stage.ts'
import type { StreamFigures } from './thousand-streams.ts'
import type { CellKey, Figures, Throughput } from './throughput.ts'

/** Everything one run of the benchmark has found out. */
export interface Measured {
  readonly throughput: Throughput
  readonly streams: Readonly<Record<Way, StreamFigures>>
  readonly cancel: CancelResult
  readonly readyMs: number
}

/** How many times the latency that the bare proxy adds to a direct call is added by the gateway. */
export function addedRatio(figures: Readonly<Record<Way, Figures>>, key: CellKey): number {
  const { direct, bare, gateway } = figures
  return (gateway[key] - direct[key]) / (bare[key] - direct[key])
}
