import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { DatabaseError } from './database-error.ts'
import { APPLICATION_ID, SCHEMA_VERSION } from './migrate.ts'
import { CORRUPT, NOT_A_DATABASE, sqliteCode } from './sqlite-code.ts'

const MAGIC = 'SQLite format 3\0'
const HEADER_BYTES = 100
const VERSION_OFFSET = 60
const APPLICATION_ID_OFFSET = 68
const CHECK = 'pragma quick_check(1)'
const TABLES_OF_THE_ORIGINAL = ['model_profiles', 'routing_decisions', 'model_benchmarks']

/**
 * What lies at `path`, told from its bytes alone: nothing is opened for writing and nothing is left beside it.
 * Throws a DatabaseError for everything that is not a database of ours or of this version.
 */
export function inspectFile(path: string): 'missing' | 'ours' {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return 'missing'
  if (!stat.isFile()) throw DatabaseError.of('not_a_file', path)
  if (stat.size === 0) throw DatabaseError.of('empty', path)
  const header = readHeader(path)
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw DatabaseError.of('not_sqlite', path)
  }
  if (header.readUInt32BE(APPLICATION_ID_OFFSET) !== APPLICATION_ID) throw notOurs(path)
  if (header.readUInt32BE(VERSION_OFFSET) > SCHEMA_VERSION) throw DatabaseError.of('newer', path)
  return 'ours'
}

/** Reads every page, about 1 ms per MB; only under the lock, since a file that is being written looks damaged. */
export function checkDamage(path: string): void {
  // After a crash the file is whole only together with its log, which a read-only connection leaves as it is.
  const found = hasLog(path) ? firstColumn(path, CHECK) : firstColumn(untouched(path), CHECK)
  const [finding] = found ?? []
  if (finding !== 'ok') throw DatabaseError.of('damaged', path, finding?.replaceAll(/\s+/g, ' '))
}

/** Shorter files are padded with zeros, which match nothing. */
function readHeader(path: string): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  const file = openSync(path, 'r')
  try {
    readSync(file, header, 0, HEADER_BYTES, 0)
  } finally {
    closeSync(file)
  }
  return header
}

function notOurs(path: string): DatabaseError {
  const tables = firstColumn(untouched(path), "select name from sqlite_schema where type = 'table'")
  if (tables === undefined) return DatabaseError.of('damaged', path)
  const original = TABLES_OF_THE_ORIGINAL.some((table) => tables.includes(table))
  return DatabaseError.of(original ? 'original' : 'foreign', path)
}

/** `immutable` keeps SQLite from locking, from recovering and from creating files beside this one. */
function untouched(path: string): URL {
  const url = pathToFileURL(path)
  url.searchParams.set('immutable', '1')
  return url
}

function hasLog(path: string): boolean {
  return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
}

/** Undefined = the file cannot be read as a database. */
function firstColumn(path: string | URL, sql: string): readonly string[] | undefined {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    const rows = database.prepare(sql).all()
    return rows.map((row) => String(Object.values(row)[0]))
  } catch (error) {
    if (sqliteCode(error) === CORRUPT || sqliteCode(error) === NOT_A_DATABASE) return undefined
    throw error
  } finally {
    database.close()
  }
}
