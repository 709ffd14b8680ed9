import { addedRatio, type Measured } from './measured.ts'
import { WAYS, type Way } from './stage.ts'
import { CELLS, type Cell, type Throughput } from './throughput.ts'

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
  const { throughput } = measured
  const rows: readonly Row[] = [
    { label: '', values: WAYS, compared: 'gateway/bare', byCpu: 'by CPU', goal: 'goal' },
    ...CELLS.map((cell) => (cell.connections === 1 ? latencyRow : rateRow)(throughput, cell)),
    {
      label: 'peak memory, MB',
      values: WAYS.map((way) => throughput.figures[way].rss_mb.toFixed(0)),
    },
    ...streamRows(measured),
    ...gatewayRows(measured),
  ]
  return rows.map(line).join('')
}

function latencyRow({ figures, cpuUs }: Throughput, cell: Cell): Row {
  const ratio = addedRatio(figures, cell.key)
  return {
    label: `${labelOf(cell)}, p50 ms`,
    values: WAYS.map((way) => figures[way][cell.key].toFixed(3)),
    compared: `added ${ratio.toFixed(2)}`,
    byCpu: (cpuUs.bare[cell.key] / cpuUs.gateway[cell.key]).toFixed(2),
    ...atMost(2, ratio),
  }
}

function rateRow({ figures, cpuUs }: Throughput, cell: Cell): Row {
  const ratio = figures.gateway[cell.key] / figures.bare[cell.key]
  const jsonGoal = cell.bytes > 1_000 ? 0.55 : 0.6
  return {
    label: `${labelOf(cell)}, requests/s`,
    values: WAYS.map((way) => figures[way][cell.key].toFixed(0)),
    compared: ratio.toFixed(2),
    byCpu: (cpuUs.bare[cell.key] / cpuUs.gateway[cell.key]).toFixed(2),
    ...atLeast(cell.stream ? 0.85 : jsonGoal, ratio),
  }
}

function labelOf({ stream, bytes, connections }: Cell): string {
  return `${stream ? 'SSE' : 'JSON'} ${bytes / 1_000} kB, c=${connections}`
}

function streamRows({ streams }: Measured): readonly Row[] {
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

function gatewayRows({ cancel, readyMs }: Measured): readonly Row[] {
  const open = cancel.leftOpen > 0 ? `${cancel.leftOpen} left open` : ''
  return [
    {
      label: 'client leaves to backend closed, p99 ms',
      values: ['', '', cancel.p99Ms.toFixed(1)],
      compared: open,
      ...atMost(100, cancel.p99Ms),
    },
    {
      label: 'spawn to ready, ms',
      values: ['', '', readyMs.toFixed(0)],
      ...atMost(1_000, readyMs),
    },
  ]
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
