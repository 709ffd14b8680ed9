import type { RequestRecord } from '../contracts/record.ts'
import type { Store } from './open.ts'
import { toValues } from './request-rows.ts'
import { requestWriter } from './request-writer.ts'

let lastBatch = Date.now() * 100

/** All or none; throws what SQLite says. */
export function insertRecords(store: Store, records: readonly RequestRecord[]): void {
  lastBatch += 1
  requestWriter(store)(toValues(records, { batch: lastBatch, isStored: () => false }))
}
