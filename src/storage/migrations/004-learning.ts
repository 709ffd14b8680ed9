import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What is known of the models, and what that was learned from. */
export const learning: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await createEvidence(db)
    await createFindings(db)
    await createFeedback(db)
    await createJobs(db)
    await createBenchmarks(db)
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

async function createFindings(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('findings')
    .addColumn('placement', 'text', (column) => column.notNull())
    .addColumn('revision', 'text', (column) => column.notNull())
    .addColumn('probe', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('result', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('findings_key', ['placement', 'revision', 'probe'])
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

async function createJobs(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('jobs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('begun_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('progress', 'text', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('jobs_begun').on('jobs').column('begun_at').execute()
}

async function createBenchmarks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('benchmark_rows')
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('metric', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('value', 'double precision', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('benchmark_rows_key', ['source', 'metric', 'model'])
    .execute()
  await db.schema
    .createTable('benchmark_syncs')
    .addColumn('source', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('result', 'text', (column) => column.notNull())
    .execute()
}
