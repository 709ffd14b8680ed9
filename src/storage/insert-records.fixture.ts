import type { RequestRecord } from '../contracts/record.ts'
import type { Store } from './open.ts'
import { toValues } from './request-rows.ts'
import { requestWriter } from './request-writer.ts'

/** All or none; throws what SQLite says. */
export function insertRecords(store: Store, records: readonly RequestRecord[]): void {
  requestWriter(store)(toValues(records))
}
