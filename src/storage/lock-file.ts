import { existsSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { DatabaseError } from './database-error.ts'
import { BUSY, sqliteCode } from './sqlite-code.ts'

export interface FileLock {
  release(): void
  /** For a start that failed: also removes what the lock itself created. */
  undo(): void
}

/**
 * Keeps a second process off `path` with the operating system's own lock on `path.lock`, held through an empty SQLite
 * file: it goes with the process, however that ends, and holds across containers, where process ids mean nothing.
 * Throws a DatabaseError `in_use`.
 */
export function lockFile(path: string): FileLock {
  const file = `${path}.lock`
  const existed = existsSync(file)
  const holder = new DatabaseSync(file)
  try {
    holder.exec('pragma journal_mode = memory; begin exclusive')
  } catch (error) {
    holder.close()
    throw sqliteCode(error) === BUSY ? DatabaseError.of('in_use', path) : error
  }
  return {
    release: () => holder.close(),
    undo() {
      if (!existed) rmSync(file, { force: true })
      holder.close()
    },
  }
}
