import type { ColdStart } from './cold-start-track.ts'
import type { FamilyResult } from './family-track.ts'
import type { LatencyFigures } from './latency-track.ts'
import type { LeakageRow } from './leakage.ts'
import type { OnlineResult } from './online-track.ts'
import type { PairResult } from './pair-track.ts'
import type { PoolResult } from './pool-track.ts'
import type { StressResult } from './stress-track.ts'
import type { UnseenTasks } from './unseen-task-track.ts'

/** All that one run found; null where the data is missing or was not asked for. */
export interface RoutingResult {
  readonly pools: Readonly<Record<string, PoolResult>>
  readonly pairs: Readonly<Record<string, PairResult>> | null
  readonly stress: { readonly all: StressResult; readonly test: StressResult } | null
  readonly ood: UnseenTasks | null
  readonly cold_start: readonly ColdStart[] | null
  readonly online: OnlineResult | null
  readonly families: FamilyResult | null
  readonly latency: LatencyFigures | null
  readonly leakage: readonly LeakageRow[]
  /** Data sets that the folder lacks. */
  readonly missing: readonly string[]
}
