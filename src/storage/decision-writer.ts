import { deflateRawSync } from 'node:zlib'
import type { DecisionBatch } from './decision-batch.ts'
import type { KeptUse } from './kept-use.ts'
import type { RequestWriterOptions } from './request-writer.ts'

export interface DecisionWriter {
  /** Stores what decisions were made on, compressed and once, and notes when it was used last. */
  keep(use: KeptUse): void
  write(batch: DecisionBatch): void
}

/** Writes why requests were sent where they were sent; to be called within a transaction. */
export function decisionWriter({ database, db }: RequestWriterOptions): DecisionWriter {
  const seen = db
    .updateTable('snapshots')
    .set((where) => ({ at: where.fn<number>('max', ['at', where.val(0)]) }))
    .where('hash', '=', '')
  const kept = db.insertInto('snapshots').values({ hash: '', at: 0, data: new Uint8Array() })
  const batch = { number: 0, at: 0, entries: '', numbers: new Uint8Array() }
  const update = database.prepare(seen.compile().sql)
  const insert = database.prepare(kept.compile().sql)
  const replace = database.prepare(db.replaceInto('decisions').values(batch).compile().sql)
  return {
    keep({ hash, text, at }) {
      const { changes } = update.run(at, hash)
      if (changes === 0 && text !== undefined) insert.run(hash, at, deflateRawSync(text))
    },
    write({ number, at, entries, numbers }) {
      replace.run(number, at, entries, numbers)
    },
  }
}
