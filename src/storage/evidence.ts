import type { Kysely } from 'kysely'
import type { KeyedEvidence } from '../contracts/learning.ts'
import type { EvidenceRow, Tables } from './tables.ts'
import { workBytes, workFrom } from './work-numbers.ts'

export interface EvidenceRows {
  all(): Promise<readonly KeyedEvidence[]>
  /** Rows of keys that are there already take their places. */
  put(rows: readonly KeyedEvidence[]): Promise<void>
  /** Puts rows in place of those of these keys, all of it or nothing. */
  replace(keys: readonly string[], rows: readonly KeyedEvidence[]): Promise<void>
  /** Removes the rows whose keys begin so. */
  remove(prefix: string): Promise<void>
}

/** Rows in one statement. */
const SLICE = 500

/** What speaks of the skill of models, from one start to the next. */
export function evidence(db: Kysely<Tables>): EvidenceRows {
  return {
    async all() {
      const rows = await db.selectFrom('evidence').selectAll().orderBy('at').execute()
      return rows.map(toEvidence)
    },
    async put(rows) {
      for (let at = 0; at < rows.length; at += SLICE) {
        await db
          .replaceInto('evidence')
          .values(rows.slice(at, at + SLICE).map(toRow))
          .execute()
      }
    },
    async replace(keys, rows) {
      await db.transaction().execute(async (transaction) => {
        for (let at = 0; at < keys.length; at += SLICE) {
          const slice = keys.slice(at, at + SLICE)
          await transaction.deleteFrom('evidence').where('key', 'in', slice).execute()
        }
        await evidence(transaction).put(rows)
      })
    },
    async remove(prefix) {
      await db
        .deleteFrom('evidence')
        .where('key', '>=', prefix)
        .where('key', '<', `${prefix}\uffff`)
        .execute()
    },
  }
}

function toRow({ work, placement, ...rest }: KeyedEvidence): EvidenceRow {
  return { ...rest, placement: placement ?? null, work: workBytes(work) }
}

function toEvidence({ work, placement, ...rest }: EvidenceRow): KeyedEvidence {
  return { ...rest, placement: placement ?? undefined, work: workFrom(work) }
}
