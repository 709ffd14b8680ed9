import type { Kysely } from 'kysely'
import type { RequestCounts } from '../contracts/record.ts'
import type { Tables } from './tables.ts'

/** Counts the requests that are kept. */
export async function requestCounts(db: Kysely<Tables>): Promise<RequestCounts> {
  const { total, errors } = await db
    .selectFrom('requests')
    .select(({ fn, eb }) => [
      fn.countAll<number>().as('total'),
      fn.sum<number>(eb.case().when('status', '>=', 400).then(1).else(0).end()).as('errors'),
    ])
    .executeTakeFirstOrThrow()
  return {
    total: Number(total),
    errors: Number(errors ?? 0),
    byModel: await countsBy(db, 'model'),
    byFamily: await countsBy(db, 'family'),
  }
}

async function countsBy(
  db: Kysely<Tables>,
  column: 'model' | 'family',
): Promise<Readonly<Record<string, number>>> {
  const rows = await db
    .selectFrom('requests')
    .select(({ fn }) => [column, fn.countAll<number>().as('count')])
    .where(column, 'is not', null)
    .groupBy(column)
    .execute()
  return Object.fromEntries(rows.map((row) => [row[column], Number(row.count)]))
}
