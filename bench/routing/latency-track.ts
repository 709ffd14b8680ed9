import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { percentile } from '../overhead/percentile.ts'

/** Milliseconds that analysis and decision take for prompts of one length among so many models. */
export interface DecisionTime {
  readonly models: number
  readonly chars: number
  readonly cold_ms: number
  readonly p50_ms: number
  readonly p99_ms: number
}

export interface LatencyFigures {
  /** To read and check the weights. */
  readonly load_ms: number
  readonly decisions: readonly DecisionTime[]
}

const PROCESSES = 3
const PROBE = fileURLToPath(new URL('./latency-probe.ts', import.meta.url))

/** Medians of three fresh processes. */
export function latencyTrack(): LatencyFigures {
  const runs = Array.from({ length: PROCESSES }, () => {
    const found: LatencyFigures = JSON.parse(String(execFileSync(process.execPath, [PROBE])))
    return found
  })
  const median = (of: (run: LatencyFigures) => number | undefined): number =>
    percentile(
      runs.map((run) => of(run) ?? Number.NaN),
      0.5,
    )
  const decisions = (runs[0]?.decisions ?? []).map(({ models, chars }, at) => ({
    models,
    chars,
    cold_ms: median((run) => run.decisions[at]?.cold_ms),
    p50_ms: median((run) => run.decisions[at]?.p50_ms),
    p99_ms: median((run) => run.decisions[at]?.p99_ms),
  }))
  return { load_ms: median((run) => run.load_ms), decisions }
}
