import type { CancelResult } from './cancellations.ts'
import type { Way } from './stage.ts'
import type { StreamFigures } from './thousand-streams.ts'
import type { Throughput } from './throughput.ts'

/** Everything one run of the benchmark has found out; what it was not asked for is undefined. */
export interface Measured {
  readonly throughput: Throughput | undefined
  readonly streams: Readonly<Record<Way, StreamFigures>> | undefined
  readonly cancel: CancelResult | undefined
  /** Time from spawn to ready, in milliseconds. */
  readonly readyMs: number | undefined
}

/** How many times the latency that the bare proxy adds to a direct call is added by the gateway. */
export function addedRatio({ direct, bare, gateway }: Readonly<Record<Way, number>>): number {
  return (gateway - direct) / (bare - direct)
}
