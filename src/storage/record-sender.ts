import type { RequestRecord } from '../contracts/record.ts'
import type { DatabaseThread } from './database-thread.ts'
import { toValues } from './request-rows.ts'

/** Hands records to the database thread, and what their decisions were made on only where that is news. */
export interface RecordSender {
  write(records: readonly RequestRecord[]): Promise<unknown>
  /** Something may have left the database. */
  forget(): void
}

/** Catalogs come and go; what is forgotten here is only sent once more. */
const MOST_REMEMBERED = 1000

/** More than there will be, so that numbers are new after each start. */
const BATCHES_PER_MS = 100

export function recordSender(thread: DatabaseThread): RecordSender {
  const stored = new Set<string>()
  let batch = Date.now() * BATCHES_PER_MS
  return {
    async write(records) {
      batch += 1
      const values = toValues(records, { batch, isStored: (hash) => stored.has(hash) })
      await thread.call({ do: 'write', values }).catch((error: unknown) => {
        stored.clear()
        throw error
      })
      if (stored.size > MOST_REMEMBERED) stored.clear()
      for (const { hash, text } of values.kept) if (text !== undefined) stored.add(hash)
    },
    forget: () => stored.clear(),
  }
}
