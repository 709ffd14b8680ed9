import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** One row per request and one per attempt; an attempt leaves with its request. */
export const requests: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await createRequests(db)
    await createAttempts(db)
    await db.schema.createIndex('requests_at').on('requests').column('at').execute()
  },
}

async function createRequests(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('requests')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('endpoint', 'text', (column) => column.notNull())
    .addColumn('requested_model', 'text')
    .addColumn('model', 'text')
    .addColumn('backend', 'text')
    .addColumn('reason', 'text')
    .addColumn('stream', 'integer', (column) => column.notNull())
    .addColumn('status', 'integer', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('code', 'text')
    .addColumn('family', 'text')
    .addColumn('difficulty', 'double precision')
    .addColumn('tokens_in', 'integer')
    .addColumn('tokens_out', 'integer')
    .addColumn('first_content_ms', 'double precision')
    .addColumn('total_ms', 'double precision', (column) => column.notNull())
    .addColumn('overhead_ms', 'double precision', (column) => column.notNull())
    .execute()
}

async function createAttempts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('attempts')
    .addColumn('request_id', 'text', (column) =>
      column.notNull().references('requests.id').onDelete('cascade'),
    )
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('backend', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('code', 'text')
    .addColumn('sent', 'integer', (column) => column.notNull())
    .addColumn('first_content_ms', 'double precision')
    .addColumn('total_ms', 'double precision', (column) => column.notNull())
    .addPrimaryKeyConstraint('attempts_key', ['request_id', 'position'])
    .execute()
}
