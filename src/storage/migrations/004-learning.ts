import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What speaks of the skill of models, and what users think of answers. */
export const learning: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await createEvidence(db)
    await createFeedback(db)
  },
}

async function createEvidence(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('evidence')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('placement', 'text')
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('y', 'double precision', (column) => column.notNull())
    .addColumn('weight', 'double precision', (column) => column.notNull())
    .addColumn('work', 'blob', (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('evidence_model')
    .on('evidence')
    .columns(['model', 'source', 'at'])
    .execute()
}

async function createFeedback(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('feedback')
    .addColumn('response_id', 'text', (column) => column.notNull())
    .addColumn('voter', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('backend', 'text', (column) => column.notNull())
    .addColumn('score', 'double precision', (column) => column.notNull())
    .addColumn('category', 'text')
    .addColumn('comment', 'text')
    .addPrimaryKeyConstraint('feedback_key', ['response_id', 'voter'])
    .execute()
  await db.schema.createIndex('feedback_voter').on('feedback').columns(['voter', 'at']).execute()
  await db.schema.createIndex('feedback_at').on('feedback').column('at').execute()
}
