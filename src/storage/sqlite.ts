import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { type SqliteDatabase, SqliteDialect } from 'kysely'

/** Kysely's own SQLite dialect speaks better-sqlite3; this is `node:sqlite` behind the same four methods. */
export function nodeSqliteDialect(database: DatabaseSync): SqliteDialect {
  return new SqliteDialect({ database: wrap(database) })
}

function wrap(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = database.prepare(sql)
      return {
        reader: statement.columns().length > 0,
        all: (values) => statement.all(...values.map(toSql)),
        run: (values) => statement.run(...values.map(toSql)),
        iterate: (values) => statement.iterate(...values.map(toSql)),
      }
    },
  }
}

/** SQLite has no booleans and no dates, and `undefined` is refused. */
function toSql(value: unknown): SQLInputValue {
  if (typeof value === 'boolean') return Number(value)
  if (value instanceof Date) return value.getTime()
  return (value ?? null) as SQLInputValue
}
