import type { Measured } from './measured.ts'
import { WAYS } from './stage.ts'
import type { Finding } from './throughput.ts'

/** What a reader must know to trust the table: answers that failed, and whether the load was fast enough. */
export function remarks({ throughput, streams }: Measured): string {
  const faulty = WAYS.flatMap((way) => [
    ...tally(`${way}, throughput`, throughput?.faults[way] ?? []),
    ...tally(`${way}, 1,000 streams`, streams?.[way].faults ?? []),
  ])
  return [
    ...(faulty.length > 0 ? faulty : ['All answers were whole and correct.']),
    ...(throughput === undefined ? [] : [headroom(throughput.findings)]),
  ]
    .map((line) => `${line}\n`)
    .join('')
}

function headroom(findings: readonly Finding[]): string {
  const headrooms = findings
    .filter(({ cell }) => cell.connections > 1)
    .map(({ values: { direct, bare, gateway } }) => direct / Math.max(bare, gateway))
  return `Load and backend alone were at least ${Math.min(...headrooms).toFixed(1)} times as fast as any proxy.`
}

function tally(where: string, faults: readonly string[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const fault of faults) counts.set(fault, (counts.get(fault) ?? 0) + 1)
  return [...counts].map(([fault, count]) => `FAULTY ANSWERS (${where}): ${count} x ${fault}`)
}
