import type { DatabaseSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { MIGRATIONS } from './migrations/index.ts'
import type { Tables } from './tables.ts'

/** `SMRT`: what `file` and our own start recognise the database by. */
export const APPLICATION_ID = 0x53_4d_52_54

/** The version that this program writes. */
export const SCHEMA_VERSION = Object.keys(MIGRATIONS).length

/** Everything or nothing, also when the process dies half-way; a file that is up to date is not written to. */
export async function migrate(database: DatabaseSync, db: Kysely<Tables>): Promise<void> {
  if (schemaVersion(database) === SCHEMA_VERSION) return
  database.exec('begin immediate')
  try {
    await runMigrations(db)
    database.exec(`pragma application_id = ${APPLICATION_ID}`)
    database.exec(`pragma user_version = ${SCHEMA_VERSION}`)
    database.exec('commit')
  } catch (error) {
    if (database.isTransaction) database.exec('rollback')
    throw error
  }
  database.exec('pragma wal_checkpoint(truncate)')
}

/** How many migrations the open database has seen. */
export function schemaVersion(database: DatabaseSync): number {
  return Number(database.prepare('pragma user_version').get()?.['user_version'])
}

async function runMigrations(db: Kysely<Tables>): Promise<void> {
  const provider = { getMigrations: async () => ({ ...MIGRATIONS }) }
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  if (error !== undefined) throw error
}
