import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

export interface RaisedContexts {
  /** Tokens by placement key. */
  all(): Promise<Readonly<Record<string, number>>>
  put(placement: string, tokens: number): Promise<void>
}

/** What models were raised to, from one start to the next. */
export function raisedContexts(db: Kysely<Tables>): RaisedContexts {
  return {
    async all() {
      const rows = await db.selectFrom('raised_contexts').selectAll().execute()
      return Object.fromEntries(rows.map(({ placement, tokens }) => [placement, tokens]))
    },
    async put(placement, tokens) {
      await db
        .insertInto('raised_contexts')
        .values({ placement, tokens })
        .onConflict((conflict) => conflict.column('placement').doUpdateSet({ tokens }))
        .execute()
    },
  }
}
