import { addedRatio, type Measured } from './measured.ts'
import { recordOf } from './record-of.ts'
import type { Way } from './stage.ts'
import { CELL_KEYS, type CellKey } from './throughput.ts'

/** The findings as one line of JSON for programs; what is unknown is null. */
export function jsonLine({ throughput, streams, cancel, readyMs }: Measured): string {
  const { figures, cpuUs, faults } = throughput
  const way = (name: Way): object => ({
    ...figures[name],
    ...Object.fromEntries(CELL_KEYS.map((key) => [cpuKey(key), cpuUs[name][key]])),
    failed: faults[name].length,
  })
  const ratio = recordOf(
    [...CELL_KEYS, 'rss_mb'],
    (key) => figures.gateway[key] / figures.bare[key],
  )
  const cpuRatio = Object.fromEntries(
    CELL_KEYS.map((key) => [cpuKey(key), cpuUs.gateway[key] / cpuUs.bare[key]]),
  )
  const paced = (name: Way): object => ({
    failed: streams[name].faults.length,
    p99_added_ms: streams[name].p99Ms - streams.direct.p99Ms,
    rss_mb: streams[name].rssMb,
  })
  const findings = {
    direct: way('direct'),
    bare: way('bare'),
    gateway: way('gateway'),
    ratio: { ...ratio, c1_p50_added: addedRatio(figures, 'c1_p50_ms'), ...cpuRatio },
    streams_1000: paced('gateway'),
    streams_1000_bare: paced('bare'),
    cancel_p99_ms: cancel.p99Ms,
    cancel_left_open: cancel.leftOpen,
    ready_ms: readyMs,
  }
  return JSON.stringify(findings, (_, value: unknown) =>
    typeof value === 'number' ? Number(value.toFixed(3)) : value,
  )
}

function cpuKey(key: CellKey): string {
  return key.replace(/_(rps|p50_ms)$/, '_cpu_us')
}
