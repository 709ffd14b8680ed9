import type { DatabaseSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import { decisionWriter } from './decision-writer.ts'
import { COLUMNS, type RequestValues, type Value } from './request-rows.ts'
import type { Tables } from './tables.ts'

export interface RequestWriterOptions {
  readonly database: DatabaseSync
  /** On the same connection. */
  readonly db: Kysely<Tables>
}

/** Writes all or none; an id that is already there stays as it was. Must not be called within a transaction. */
export type RequestWriter = (values: RequestValues) => void

/** The hot statements are compiled and prepared once: a row costs half of what it does when each batch is built anew. */
export function requestWriter(options: RequestWriterOptions): RequestWriter {
  const { database } = options
  const insertRequests = inserter(options, 'requests')
  const insertAttempts = inserter(options, 'attempts')
  const decided = decisionWriter(options)
  return ({ requests, attempts, decisions, kept }) => {
    database.exec('begin immediate')
    try {
      insertRequests(requests)
      insertAttempts(attempts)
      for (const use of kept) decided.keep(use)
      if (decisions !== undefined) decided.write(decisions)
      database.exec('commit')
    } catch (error) {
      if (database.isTransaction) database.exec('rollback')
      throw error
    }
  }
}

/** Rows in one statement, as long as there are so many: they share what a statement costs. */
const MANY = 40

function inserter(
  options: RequestWriterOptions,
  table: keyof typeof COLUMNS,
): (values: readonly Value[]) => void {
  const { database } = options
  const one = database.prepare(insertSql(options, table, 1))
  const many = database.prepare(insertSql(options, table, MANY))
  const width = COLUMNS[table].length
  return (values) => {
    let at = 0
    for (let end = MANY * width; end <= values.length; end += MANY * width) {
      many.run(...values.slice(at, end))
      at = end
    }
    for (; at < values.length; at += width) one.run(...values.slice(at, at + width))
  }
}

function insertSql(
  { db }: RequestWriterOptions,
  table: keyof typeof COLUMNS,
  rows: number,
): string {
  const row = Object.fromEntries(COLUMNS[table].map((column) => [column, '']))
  return db
    .insertInto(table)
    .values(Array.from({ length: rows }, () => row as unknown as Tables[typeof table]))
    .onConflict((conflict) => conflict.doNothing())
    .compile().sql
}
