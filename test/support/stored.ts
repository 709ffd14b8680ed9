import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { AttemptRow, RequestRow } from '../../src/storage/tables.ts'

/** A request as it lies in the database, with its attempts in order. */
export interface Stored extends RequestRow {
  readonly attempts: readonly AttemptRow[]
}

/** Reads what a router keeps in its working directory, whether it runs or not; oldest first. */
export function storedIn(folder: string): readonly Stored[] {
  const database = new DatabaseSync(join(folder, 'data', 'router.db'), { readOnly: true })
  try {
    const requests = database.prepare('select * from requests order by at').all()
    const attempts = database.prepare('select * from attempts order by position').all()
    return (requests as unknown as RequestRow[]).map((request) => ({
      ...request,
      attempts: (attempts as unknown as AttemptRow[]).filter(
        (attempt) => attempt.request_id === request.id,
      ),
    }))
  } finally {
    database.close()
  }
}

/** Every byte of the database's files, as latin1 text. */
export function bytesIn(folder: string): string {
  const data = join(folder, 'data')
  return readdirSync(data)
    .map((name) => readFileSync(join(data, name), 'latin1'))
    .join('\n')
}
