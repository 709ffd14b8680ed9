import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What public benchmarks say of models, and when each source was asked. */
export const benchmarks: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('benchmarks')
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('model', 'text', (column) => column.notNull())
      .addColumn('metric', 'text', (column) => column.notNull())
      .addColumn('value', 'double precision', (column) => column.notNull())
      .addColumn('date', 'text', (column) => column.notNull())
      .addColumn('family', 'text')
      .execute()
    await db.schema.createIndex('benchmarks_source').on('benchmarks').column('source').execute()
    await db.schema
      .createTable('benchmark_syncs')
      .addColumn('source', 'text', (column) => column.primaryKey())
      .addColumn('at', 'bigint')
      .addColumn('tried_at', 'bigint', (column) => column.notNull())
      .addColumn('rows', 'integer', (column) => column.notNull())
      .addColumn('problem', 'text')
      .execute()
  },
}
