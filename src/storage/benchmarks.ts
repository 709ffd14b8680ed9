import type { Kysely } from 'kysely'
import type { BenchmarkRow, BenchmarkSync } from '../contracts/benchmark.ts'
import type { BenchmarkSyncRow, Tables } from './tables.ts'

export interface Benchmarks {
  all(): Promise<readonly BenchmarkRow[]>
  syncs(): Promise<readonly BenchmarkSync[]>
  /** How a source was asked; its rows take the place of all that were kept of it, unless they are absent. */
  put(sync: BenchmarkSync, rows?: readonly BenchmarkRow[]): Promise<void>
}

/** Rows in one statement. */
const SLICE = 500

/** What public benchmarks say, from one start to the next. */
export function benchmarks(db: Kysely<Tables>): Benchmarks {
  return {
    async all() {
      const rows = await db.selectFrom('benchmarks').selectAll().execute()
      return rows.map((row) => ({ ...row, family: row.family ?? undefined }))
    },
    async syncs() {
      const rows = await db.selectFrom('benchmark_syncs').selectAll().execute()
      return rows.map(({ at, tried_at, problem, ...row }) => {
        return { ...row, at: at ?? undefined, triedAt: tried_at, problem: problem ?? undefined }
      })
    },
    async put(sync, rows) {
      await db.transaction().execute(async (transaction) => {
        await transaction.replaceInto('benchmark_syncs').values(toRow(sync)).execute()
        if (rows === undefined) return
        await transaction.deleteFrom('benchmarks').where('source', '=', sync.source).execute()
        for (let at = 0; at < rows.length; at += SLICE) {
          const slice = rows.slice(at, at + SLICE)
          const values = slice.map((row) => ({ ...row, family: row.family ?? null }))
          await transaction.insertInto('benchmarks').values(values).execute()
        }
      })
    },
  }
}

function toRow({ source, at, triedAt, rows, problem }: BenchmarkSync): BenchmarkSyncRow {
  return { source, at: at ?? null, tried_at: triedAt, rows, problem: problem ?? null }
}
