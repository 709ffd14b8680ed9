import type { CancelResult } from './cancellations.ts'
import { type Cell, GROUPS, type Group } from './cells.ts'
import { addedRatio, type Measured } from './measured.ts'
import { WAYS, type Way } from './stage.ts'
import type { StreamFigures } from './thousand-streams.ts'
import type { Finding, Throughput } from './throughput.ts'

/** One line of the table; what is left out stays empty. */
interface Row {
  readonly label: string
  readonly values: readonly string[]
  readonly compared?: string
  /** Processor time of the bare proxy divided by the gateway's. */
  readonly byCpu?: string
  readonly goal?: string
  readonly verdict?: string
}

/** The findings for people, each beside its goal. */
export function table(measured: Measured): string {
  const { throughput, streams, cancel, readyMs } = measured
  const rows: readonly Row[] = [
    { label: '', values: WAYS, compared: 'gateway/bare', byCpu: 'by CPU', goal: 'goal' },
    ...(throughput ? throughputRows(throughput) : []),
    ...(streams ? streamRows(streams) : []),
    ...(cancel ? [cancelRow(cancel)] : []),
    ...(readyMs === undefined ? [] : [readyRow(readyMs)]),
  ]
  return rows.map(line).join('')
}

function throughputRows({ findings, rssMb }: Throughput): readonly Row[] {
  const groups = (Object.keys(GROUPS) as Group[]).map((group) => ({
    title: GROUPS[group].title,
    found: findings.filter(({ cell }) => cell.group === group),
  }))
  return [
    ...groups
      .filter(({ found }) => found.length > 0)
      .flatMap(({ title, found }) => [{ label: `${title}:`, values: [] }, ...found.map(rowOf)]),
    { label: 'peak memory, MB', values: WAYS.map((way) => rssMb[way].toFixed(0)) },
  ]
}

function rowOf(finding: Finding): Row {
  const { cell, cpuUs } = finding
  return {
    ...(cell.connections === 1 ? latencyRow : rateRow)(finding),
    byCpu: (cpuUs.bare / cpuUs.gateway).toFixed(2),
  }
}

function latencyRow({ cell, values }: Finding): Row {
  const ratio = addedRatio(values)
  return {
    label: `${labelOf(cell)}, p50 ms`,
    values: WAYS.map((way) => values[way].toFixed(3)),
    compared: `added ${ratio.toFixed(2)}`,
    ...atMost(2, ratio),
  }
}

function rateRow({ cell, values }: Finding): Row {
  const ratio = values.gateway / values.bare
  const jsonGoal = cell.bytes > 1_000 ? 0.55 : 0.6
  return {
    label: `${labelOf(cell)}, requests/s`,
    values: WAYS.map((way) => values[way].toFixed(0)),
    compared: ratio.toFixed(2),
    ...atLeast(cell.stream ? 0.85 : jsonGoal, ratio),
  }
}

function labelOf({ stream, bytes, connections }: Cell): string {
  return `${stream ? 'SSE' : 'JSON'} ${bytes / 1_000} kB, c=${connections}`
}

function streamRows(streams: Readonly<Record<Way, StreamFigures>>): readonly Row[] {
  const each = (show: (way: Way) => string): readonly string[] => WAYS.map(show)
  return [
    {
      label: '1,000 streams, failed',
      values: each((way) => String(streams[way].faults.length)),
      ...atMost(0, streams.gateway.faults.length),
    },
    {
      label: '1,000 streams, chunk delay p99 ms',
      values: each((way) => streams[way].p99Ms.toFixed(1)),
      compared: `added ${(streams.gateway.p99Ms - streams.direct.p99Ms).toFixed(1)} ms`,
    },
    {
      label: '1,000 streams, peak memory MB',
      values: each((way) => streams[way].rssMb.toFixed(0)),
      ...atMost(350, streams.gateway.rssMb),
    },
  ]
}

function cancelRow({ p99Ms, leftOpen }: CancelResult): Row {
  return {
    label: 'client leaves to backend closed, p99 ms',
    values: ['', '', p99Ms.toFixed(1)],
    compared: leftOpen > 0 ? `${leftOpen} left open` : '',
    ...atMost(100, p99Ms),
  }
}

function readyRow(readyMs: number): Row {
  return {
    label: 'spawn to ready, ms',
    values: ['', '', readyMs.toFixed(0)],
    ...atMost(1_000, readyMs),
  }
}

function atMost(goal: number, value: number): Pick<Row, 'goal' | 'verdict'> {
  return { goal: `<= ${goal}`, verdict: value <= goal ? 'met' : 'MISSED' }
}

function atLeast(goal: number, value: number): Pick<Row, 'goal' | 'verdict'> {
  return { goal: `>= ${goal}`, verdict: value >= goal ? 'met' : 'MISSED' }
}

function line({ label, values, compared = '', byCpu = '', goal = '', verdict = '' }: Row): string {
  const columns = values.map((value) => value.padStart(9)).join('')
  const rest = [compared.padStart(16), byCpu.padStart(6), goal.padStart(8), verdict].join('  ')
  return `${`${label.padEnd(39)}${columns}${rest}`.trimEnd()}\n`
}
