import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Why requests were sent where they were sent, in batches as they were written; what they share is there once. */
export const decisions: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('decisions')
      .addColumn('number', 'integer', (column) => column.primaryKey())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('entries', 'text', (column) => column.notNull())
      .addColumn('numbers', 'blob', (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('snapshots')
      .addColumn('hash', 'text', (column) => column.primaryKey())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('data', 'blob', (column) => column.notNull())
      .execute()
    await db.schema.alterTable('requests').addColumn('decisions', 'bigint').execute()
  },
}
