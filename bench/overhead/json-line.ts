import { addedRatio, type Measured } from './measured.ts'
import type { Way } from './stage.ts'
import type { StreamFigures } from './thousand-streams.ts'
import type { Finding, Throughput } from './throughput.ts'

/** The findings as one line of JSON for programs; what is unknown is null, what was not measured is left out. */
export function jsonLine({ throughput, streams, cancel, readyMs }: Measured): string {
  const findings = {
    ...(throughput && throughputOf(throughput)),
    ...(streams && {
      streams_1000: paced(streams.gateway, streams.direct),
      streams_1000_bare: paced(streams.bare, streams.direct),
    }),
    ...(cancel && { cancel_p99_ms: cancel.p99Ms, cancel_left_open: cancel.leftOpen }),
    ready_ms: readyMs,
  }
  return JSON.stringify(findings, (_, value: unknown) =>
    typeof value === 'number' ? Number(value.toFixed(3)) : value,
  )
}

function throughputOf({ findings, rssMb, faults }: Throughput): object {
  const way = (name: Way): object => ({
    ...each(findings, ({ cell, values }) => [cell.key, values[name]]),
    rss_mb: rssMb[name],
    ...each(findings, ({ cell, cpuUs }) => [cpuKey(cell.key), cpuUs[name]]),
    failed: faults[name].length,
  })
  const single = findings.filter(({ cell }) => cell.connections === 1)
  const ratio = {
    ...each(findings, ({ cell, values }) => [cell.key, values.gateway / values.bare]),
    rss_mb: rssMb.gateway / rssMb.bare,
    ...each(single, ({ cell, values }) => [addedKey(cell.key), addedRatio(values)]),
    ...each(findings, ({ cell, cpuUs }) => [cpuKey(cell.key), cpuUs.gateway / cpuUs.bare]),
  }
  return { direct: way('direct'), bare: way('bare'), gateway: way('gateway'), ratio }
}

function each(
  findings: readonly Finding[],
  entry: (finding: Finding) => readonly [string, number],
): object {
  return Object.fromEntries(findings.map(entry))
}

function paced(figures: StreamFigures, direct: StreamFigures): object {
  return {
    failed: figures.faults.length,
    p99_added_ms: figures.p99Ms - direct.p99Ms,
    rss_mb: figures.rssMb,
  }
}

function cpuKey(key: string): string {
  return key.replace(/_(rps|p50_ms)$/, '_cpu_us')
}

function addedKey(key: string): string {
  return key.replace(/_ms$/, '_added')
}
