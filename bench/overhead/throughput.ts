import type { ClosedLoopResult } from './closed-loop.ts'
import { percentile } from './percentile.ts'
import { processorTime, residentMemory } from './process-usage.ts'
import { recordOf } from './record-of.ts'
import { type Stage, WAYS, type Way } from './stage.ts'

/** What is measured, each under the name it has in the output: the median latency at c=1, else requests per second. */
export const CELLS = [
  { key: 'c1_p50_ms', connections: 1, stream: false, bytes: 700 },
  { key: 'c10_rps', connections: 10, stream: false, bytes: 700 },
  { key: 'c64_rps', connections: 64, stream: false, bytes: 700 },
  { key: 'json20k_c1_p50_ms', connections: 1, stream: false, bytes: 20_000 },
  { key: 'json20k_c10_rps', connections: 10, stream: false, bytes: 20_000 },
  { key: 'json20k_c64_rps', connections: 64, stream: false, bytes: 20_000 },
  { key: 'sse_c1_p50_ms', connections: 1, stream: true, bytes: 700 },
  { key: 'sse_c10_rps', connections: 10, stream: true, bytes: 700 },
  { key: 'sse_c64_rps', connections: 64, stream: true, bytes: 700 },
  { key: 'sse20k_c1_p50_ms', connections: 1, stream: true, bytes: 20_000 },
  { key: 'sse20k_c10_rps', connections: 10, stream: true, bytes: 20_000 },
  { key: 'sse20k_c64_rps', connections: 64, stream: true, bytes: 20_000 },
] as const

export const CELL_KEYS = CELLS.map(({ key }) => key)

export type Cell = (typeof CELLS)[number]

export type CellKey = Cell['key']

export interface Throughput {
  /** Processor time a request takes of the backend (direct), the proxy or the gateway, in microseconds: medians. */
  readonly cpuUs: Readonly<Record<Way, Readonly<Record<CellKey, number>>>>
  /** Medians over the rounds. */
  readonly figures: Readonly<Record<Way, Figures>>
  /** One reason for each answer that was not as the backend had sent it. */
  readonly faults: Readonly<Record<Way, readonly string[]>>
}

interface Sample {
  readonly value: number
  readonly cpuUs: number
  readonly faults: readonly string[]
}

/** By cell; and the peak of resident memory in MB, NaN where unknown. */
export type Figures = Readonly<Record<CellKey | 'rss_mb', number>>

export interface Effort {
  readonly rounds: number
  /** Duration of one cell of one round. */
  readonly seconds: number
}

/** Loads the three ways in turn, cell by cell and round by round, so that a drifting machine drifts for all of them. */
export async function measureThroughput(stage: Stage, effort: Effort): Promise<Throughput> {
  const samples = recordOf(WAYS, () => recordOf(CELL_KEYS, (): Sample[] => []))
  const faults = recordOf(WAYS, (): string[] => [])
  await warmUp(stage, effort.seconds)
  for (let round = 0; round < effort.rounds; round++) {
    for (const cell of CELLS) {
      for (const way of rotated(round)) {
        const sample = await measureCell(stage, way, cell, effort.seconds)
        samples[way][cell.key].push(sample)
        faults[way].push(...sample.faults)
      }
    }
  }
  const medians = (way: Way, of: (sample: Sample) => number): Record<CellKey, number> =>
    recordOf(CELL_KEYS, (key) => percentile(samples[way][key].map(of), 0.5))
  const figures = recordOf(WAYS, (way) => ({
    ...medians(way, ({ value }) => value),
    rss_mb: residentMemory(stage.targets[way].child.pid, 'VmHWM'),
  }))
  const cpuUs = recordOf(WAYS, (way) => medians(way, (sample) => sample.cpuUs))
  return { figures, cpuUs, faults }
}

async function measureCell(stage: Stage, way: Way, cell: Cell, seconds: number): Promise<Sample> {
  const { pid } = stage.targets[way].child
  const before = processorTime(pid)
  const result = await load(stage, way, cell, seconds)
  return {
    value: cell.connections === 1 ? result.p50Ms : result.requestsPerSecond,
    cpuUs: (processorTime(pid) - before) / result.answers,
    faults: result.faults,
  }
}

async function warmUp(stage: Stage, seconds: number): Promise<void> {
  for (const cell of CELLS.filter(({ connections }) => connections === 64)) {
    for (const way of WAYS) await load(stage, way, cell, seconds)
  }
}

function load(stage: Stage, way: Way, cell: Cell, seconds: number): Promise<ClosedLoopResult> {
  const { connections, stream, bytes } = cell
  const { port } = stage.targets[way]
  return stage.load({ mode: 'closed-loop', port, seconds, connections, stream, bytes })
}

function rotated(by: number): readonly Way[] {
  const first = by % WAYS.length
  return [...WAYS.slice(first), ...WAYS.slice(0, first)]
}
