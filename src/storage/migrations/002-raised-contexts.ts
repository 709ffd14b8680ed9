import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The context that each placement was raised to, so that a restart does not load it smaller again. */
export const raisedContexts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('raised_contexts')
      .addColumn('placement', 'text', (column) => column.primaryKey())
      .addColumn('tokens', 'integer', (column) => column.notNull())
      .execute()
  },
}
