import { inflateRawSync } from 'node:zlib'
import type { Kysely } from 'kysely'
import type { AnswerGiven, KeptText, PastDecision } from '../contracts/decision.ts'
import { fromBatch, type StoredDecision } from './decision-batch.ts'
import type { Tables } from './tables.ts'

export interface Decisions {
  /** Of the answer or the request of that id, the latest; undefined = there is none, or it is kept no longer. */
  byId(id: string): Promise<PastDecision | undefined>
  /** The answer of that id; undefined = there is none, or it is kept no longer. */
  answer(id: string): Promise<AnswerGiven | undefined>
  /** Removes those of requests that are kept no longer, and what only they were made on. */
  prune(): Promise<void>
}

/** Why requests were sent where they were sent. */
export function decisions(db: Kysely<Tables>): Decisions {
  return {
    async byId(id) {
      const request = await db
        .selectFrom('requests')
        .select(['id', 'request_id', 'at', 'decisions'])
        .where((where) => where.or([where('id', '=', id), where('request_id', '=', id)]))
        .orderBy('at', 'desc')
        .executeTakeFirst()
      const stored = request?.decisions && (await inBatch(db, request.decisions, request.id))
      if (!stored) return undefined
      const [world, beliefs] = [await kept(db, stored.world), await kept(db, stored.beliefs)]
      if (world === undefined || beliefs === undefined) return undefined
      const { id: answer, request_id: requestId, at } = request
      return { id: answer, requestId, at, world, beliefs, ...stored.matter }
    },
    async answer(id) {
      const request = await db
        .selectFrom('requests')
        .select(['id', 'model', 'backend', 'at', 'decisions', 'outcome'])
        .where('id', '=', id)
        .executeTakeFirst()
      if (request === undefined || request.model === null || request.backend === null) {
        return undefined
      }
      const { decisions: batch, model, backend, at } = request
      const stored = batch === null ? undefined : await inBatch(db, batch, id)
      return { id, model, backend, at, work: stored?.matter.profile }
    },
    async prune() {
      const oldest = db.selectFrom('requests').select(({ fn }) => fn.min('at').as('at'))
      const at = (await oldest.executeTakeFirst())?.at ?? Number.MAX_SAFE_INTEGER
      await db.deleteFrom('decisions').where('at', '<', at).execute()
      await db.deleteFrom('snapshots').where('at', '<', at).execute()
    },
  }
}

async function inBatch(
  db: Kysely<Tables>,
  number: number,
  id: string,
): Promise<StoredDecision | undefined> {
  const batch = await db
    .selectFrom('decisions')
    .select(['entries', 'numbers'])
    .where('number', '=', number)
    .executeTakeFirst()
  if (batch === undefined) return undefined
  const numbers = new Float64Array(Uint8Array.from(batch.numbers).buffer)
  return fromBatch({ entries: batch.entries, numbers }, id)
}

async function kept(db: Kysely<Tables>, hash: string): Promise<KeptText | undefined> {
  const row = await db
    .selectFrom('snapshots')
    .select('data')
    .where('hash', '=', hash)
    .executeTakeFirst()
  return row && { hash, text: inflateRawSync(row.data).toString() }
}
