import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { DatabaseError } from './database-error.ts'
import { checkDamage, inspectFile } from './inspect-file.ts'
import { type FileLock, lockFile } from './lock-file.ts'
import { migrate, SCHEMA_VERSION, schemaVersion } from './migrate.ts'
import { nodeSqliteDialect } from './sqlite.ts'
import type { Tables } from './tables.ts'

export interface Store {
  readonly db: Kysely<Tables>
  /** The connection behind `db`. */
  readonly database: DatabaseSync
  close(): Promise<void>
}

/** How long a statement waits for another program's lock before the caller has to try again. */
const BUSY_MS = 100

/**
 * The database file at `path`, locked, whole and up to date; a missing one is created, folders too.
 * Throws a DatabaseError before anything is written where the file is not ours to use.
 */
export async function openStore(path: string): Promise<Store> {
  try {
    inspectFile(path)
    mkdirSync(dirname(path), { recursive: true })
    return await openLocked(path, lockFile(path))
  } catch (error) {
    if (error instanceof DatabaseError) throw error
    throw DatabaseError.of('unreachable', path, error instanceof Error ? error.message : undefined)
  }
}

async function openLocked(path: string, lock: FileLock): Promise<Store> {
  try {
    if (inspectFile(path) === 'missing') await create(path)
    checkDamage(path)
    const store = await connect(path)
    return {
      ...store,
      async close() {
        await store.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.undo()
    throw error
  }
}

/** Built beside its place and moved there whole: a start that dies half-way leaves nothing a later one must refuse. */
async function create(path: string): Promise<void> {
  const unfinished = `${path}.new`
  for (const suffix of ['', '-wal', '-shm', '-journal']) {
    rmSync(`${unfinished}${suffix}`, { force: true })
  }
  const store = await connect(unfinished)
  await store.close()
  renameSync(unfinished, path)
}

async function connect(path: string): Promise<Store> {
  const database = new DatabaseSync(path, { timeout: BUSY_MS })
  try {
    if (schemaVersion(database) > SCHEMA_VERSION) throw DatabaseError.of('newer', path)
    database.exec('pragma journal_mode = wal; pragma synchronous = normal')
    const db = new Kysely<Tables>({ dialect: nodeSqliteDialect(database) })
    await migrate(database, db)
    return { db, database, close: async () => database.close() }
  } catch (error) {
    database.close()
    throw error
  }
}
