import { type Cell, GROUPS, type Speech } from './cells.ts'
import type { ClosedLoopResult } from './closed-loop.ts'
import { percentile } from './percentile.ts'
import { processorTime, residentMemory } from './process-usage.ts'
import { recordOf } from './record-of.ts'
import { processesOf, type Stage, targetOf, WAYS, type Way } from './stage.ts'

/** One row's findings: medians over the rounds. */
export interface Finding {
  readonly cell: Cell
  readonly values: Readonly<Record<Way, number>>
  /** Processor time a request takes of the backend (direct), the proxy or the gateway, in microseconds. */
  readonly cpuUs: Readonly<Record<Way, number>>
}

export interface Throughput {
  readonly findings: readonly Finding[]
  /** Peak of resident memory in MB, NaN where unknown. */
  readonly rssMb: Readonly<Record<Way, number>>
  /** One reason for each answer that was not as the backend had sent it. */
  readonly faults: Readonly<Record<Way, readonly string[]>>
}

/** What is sent to one program for a while, and the rows that it counts for. */
interface Load {
  readonly way: Way
  /** What the program is spoken to in. */
  readonly speech: Speech
  readonly cells: readonly [Cell, ...Cell[]]
}

interface Sample {
  readonly value: number
  readonly cpuUs: number
  readonly faults: readonly string[]
}

export interface Effort {
  readonly rounds: number
  /** Duration of one cell of one round. */
  readonly seconds: number
}

/** Loads the three ways in turn, cell by cell and round by round, so that a drifting machine drifts for all of them. */
export async function measureThroughput(
  stage: Stage,
  cells: readonly Cell[],
  effort: Effort,
): Promise<Throughput> {
  const samples = new Map(cells.map((cell) => [cell, recordOf(WAYS, (): Sample[] => [])]))
  const faults = recordOf(WAYS, (): string[] => [])
  await warmUp(stage, cells, effort.seconds)
  for (let round = 0; round < effort.rounds; round++) {
    for (const load of loadsOf(cells, rotated(round))) {
      const sample = await measureLoad(stage, load, effort.seconds)
      for (const cell of load.cells) samples.get(cell)?.[load.way].push(sample)
      faults[load.way].push(...sample.faults)
    }
  }
  const findings = [...samples].map(([cell, ways]) => ({
    cell,
    values: recordOf(WAYS, (way) => median(ways[way].map(({ value }) => value))),
    cpuUs: recordOf(WAYS, (way) => median(ways[way].map(({ cpuUs }) => cpuUs))),
  }))
  return { findings, rssMb: recordOf(WAYS, (way) => peakMemory(stage, way)), faults }
}

/** Backend and bare proxy are spoken to as the backend speaks: rows that differ only in the client share their figures. */
function loadsOf(cells: readonly Cell[], ways: readonly Way[]): readonly Load[] {
  const loads = new Map<string, Load>()
  for (const cell of cells) {
    const { client, backend } = GROUPS[cell.group]
    for (const way of ways) {
      const speech = way === 'gateway' ? client : backend
      const { connections, stream, bytes } = cell
      const id = JSON.stringify({ way, speech, backend, connections, stream, bytes })
      loads.set(id, { way, speech, cells: [cell, ...(loads.get(id)?.cells ?? [])] })
    }
  }
  return [...loads.values()]
}

async function measureLoad(stage: Stage, load: Load, seconds: number): Promise<Sample> {
  const [cell] = load.cells
  const { pid } = targetOf(stage, load.way, GROUPS[cell.group].backend).child
  const before = processorTime(pid)
  const result = await carryOut(stage, load, seconds)
  return {
    value: cell.connections === 1 ? result.p50Ms : result.requestsPerSecond,
    cpuUs: (processorTime(pid) - before) / result.answers,
    faults: result.faults,
  }
}

async function warmUp(stage: Stage, cells: readonly Cell[], seconds: number): Promise<void> {
  const full = cells.filter(({ connections }) => connections === 64)
  for (const load of loadsOf(full, WAYS)) await carryOut(stage, load, seconds)
}

function carryOut(
  stage: Stage,
  { way, speech, cells: [cell] }: Load,
  seconds: number,
): Promise<ClosedLoopResult> {
  const { connections, stream, bytes, group } = cell
  const { port } = targetOf(stage, way, GROUPS[group].backend)
  return stage.load({ mode: 'closed-loop', port, seconds, speech, connections, stream, bytes })
}

function peakMemory(stage: Stage, way: Way): number {
  return Math.max(...processesOf(stage, way).map(({ pid }) => residentMemory(pid, 'VmHWM')))
}

function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

function rotated(by: number): readonly Way[] {
  const first = by % WAYS.length
  return [...WAYS.slice(first), ...WAYS.slice(0, first)]
}
