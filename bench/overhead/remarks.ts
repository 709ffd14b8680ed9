import type { Measured } from './measured.ts'
import { WAYS } from './stage.ts'
import { CELLS } from './throughput.ts'

/** What a reader must know to trust the table: answers that failed, and whether the load was fast enough. */
export function remarks({ throughput, streams }: Measured): string {
  const faulty = WAYS.flatMap((way) => [
    ...tally(`${way}, throughput`, throughput.faults[way]),
    ...tally(`${way}, 1,000 streams`, streams[way].faults),
  ])
  const { direct, bare, gateway } = throughput.figures
  const headrooms = CELLS.filter(({ connections }) => connections > 1).map(
    ({ key }) => direct[key] / Math.max(bare[key], gateway[key]),
  )
  return [
    ...(faulty.length > 0 ? faulty : ['All answers were whole and correct.']),
    `Load and backend alone were at least ${Math.min(...headrooms).toFixed(1)} times as fast as any proxy.`,
  ]
    .map((line) => `${line}\n`)
    .join('')
}

function tally(where: string, faults: readonly string[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const fault of faults) counts.set(fault, (counts.get(fault) ?? 0) + 1)
  return [...counts].map(([fault, count]) => `FAULTY ANSWERS (${where}): ${count} x ${fault}`)
}
