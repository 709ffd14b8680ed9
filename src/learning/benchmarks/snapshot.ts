import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { BenchmarkRow } from '../../contracts/benchmark.ts'
import { familyOfMetric } from './metrics.ts'

const source = z.object({
  licence: z.string().min(1),
  /** Where it is from, and which state of it. */
  origin: z.string().min(1),
  /** ISO day. */
  date: z.iso.date(),
  /** Shares of right answers by metric and model. */
  metrics: z.record(z.string(), z.record(z.string(), z.number().min(0).max(1))),
})

const shape = z.object({
  version: z.literal(1),
  date: z.iso.date(),
  sha256: z.string(),
  sources: z.record(z.string(), source),
})

/** Published figures of one source. */
export type SnapshotSource = Readonly<z.infer<typeof source>>

/** The figures that are shipped, so that models are known without a network. */
export type Snapshot = Readonly<z.infer<typeof shape>>

/** The snapshot that is shipped; `training/benchmarks.ts` writes it. */
export const SNAPSHOT_FILE = new URL('./assets/snapshot.json', import.meta.url)

/** Of what a snapshot says, whatever the spaces in its file. */
export function snapshotHash(sources: Snapshot['sources']): string {
  return createHash('sha256').update(JSON.stringify(sources)).digest('hex')
}

/** Reads a snapshot; Error naming the file when it is missing, or is not what its checksum says. */
export async function loadSnapshot(file: URL = SNAPSHOT_FILE): Promise<Snapshot> {
  const path = fileURLToPath(file)
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`${path} cannot be read`, { cause })
  })
  const snapshot = parsed(text)
  if (snapshot === undefined || snapshot.sha256 !== snapshotHash(snapshot.sources)) {
    throw new Error(`${path} is damaged: it is no snapshot, or not the one of its checksum`)
  }
  return snapshot
}

/** What a snapshot says, row by row. */
export function snapshotRows({ sources }: Snapshot): readonly BenchmarkRow[] {
  return Object.entries(sources).flatMap(([name, { date, metrics }]) =>
    Object.entries(metrics).flatMap(([metric, models]) => {
      const family = familyOfMetric(name, metric)
      return Object.entries(models).map(
        ([model, value]): BenchmarkRow => ({ source: name, model, metric, value, date, family }),
      )
    }),
  )
}

function parsed(text: string): Snapshot | undefined {
  try {
    return shape.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
