import type { Kysely } from 'kysely'
import type { Finding } from '../contracts/learning.ts'
import type { Tables } from './tables.ts'

export interface Findings {
  all(): Promise<readonly Finding[]>
  /** One of the same placement, revision and probe takes the place of what was found before. */
  put(finding: Finding): Promise<void>
  /** Forgets what was found out about a placement. */
  forget(placement: string): Promise<void>
}

/** What probes found out, so that none is asked twice. */
export function findings(db: Kysely<Tables>): Findings {
  return {
    async all() {
      const rows = await db.selectFrom('findings').selectAll().orderBy('at').execute()
      return rows.map((row) => ({ ...row, result: JSON.parse(row.result) as unknown }))
    },
    async put(finding) {
      await db
        .replaceInto('findings')
        .values({ ...finding, result: JSON.stringify(finding.result) })
        .execute()
    },
    async forget(placement) {
      await db.deleteFrom('findings').where('placement', '=', placement).execute()
    },
  }
}
