import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { SNAPSHOT_FILE, type Snapshot, snapshotHash } from '../src/learning/benchmarks/snapshot.ts'
import { benchmarkTables } from './benchmark-tables.ts'

const dataFolder = resolve(
  import.meta.dirname,
  '..',
  process.env['ROUTING_DATA'] ?? '../shared/data/routing',
)

write(join(dataFolder, 'benchmark_priors'))

/** Writes what is published of models' skill, as far as its licence lets it be shipped. */
function write(folder: string): void {
  const sources = benchmarkTables(folder)
  const days = Object.values(sources).map(({ date }) => date)
  const snapshot: Snapshot = {
    version: 1,
    date: days.toSorted().at(-1) ?? '',
    sha256: snapshotHash(sources),
    sources,
  }
  const text = `${JSON.stringify(snapshot, null, 2)}\n`
  writeFileSync(SNAPSHOT_FILE, text)
  process.stdout.write(`wrote ${text.length} bytes from ${folder}\n`)
}
