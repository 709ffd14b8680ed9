import type { Kysely } from 'kysely'
import type { KeyedEvidence } from '../contracts/learning.ts'
import type { Finding } from '../contracts/profile.ts'
import { evidence } from './evidence.ts'
import type { Tables } from './tables.ts'

export interface Findings {
  all(): Promise<readonly Finding[]>
  /** Together with what it says of the model's skill: both are kept, or neither. Takes the place of an earlier one. */
  put(finding: Finding, evidence: readonly KeyedEvidence[]): Promise<void>
  /** Forgets all of a placement. */
  remove(placement: string): Promise<void>
}

/** What was measured of models, from one start to the next. */
export function findings(db: Kysely<Tables>): Findings {
  return {
    async all() {
      const rows = await db.selectFrom('findings').selectAll().execute()
      return rows.map((row) => ({ ...row, value: JSON.parse(row.value) }))
    },
    async put(finding, rows) {
      await db.transaction().execute(async (transaction) => {
        const row = { ...finding, value: JSON.stringify(finding.value) }
        await transaction.replaceInto('findings').values(row).execute()
        await evidence(transaction).put(rows)
      })
    },
    async remove(placement) {
      await db.deleteFrom('findings').where('placement', '=', placement).execute()
    },
  }
}
