import type { Kysely } from 'kysely'
import type { Page, Paged, Vote } from '../contracts/learning.ts'
import type { FeedbackRow, Tables } from './tables.ts'

export interface Votes {
  /** One of the same voter on the same answer takes the place of the earlier one. */
  put(vote: Vote): Promise<void>
  /** How many answers this voter has judged since then, milliseconds since 1970. */
  countOf(voter: string, since: number): Promise<number>
  /** Removes those before that moment, milliseconds since 1970. */
  prune(before: number): Promise<void>
  /** Newest first, of one model or of all. */
  list(page: Page, model?: string): Promise<Paged<Vote>>
}

/** What people thought of answers. */
export function feedback(db: Kysely<Tables>): Votes {
  return {
    async put(vote) {
      await db.replaceInto('feedback').values(toRow(vote)).execute()
    },
    async countOf(voter, since) {
      const { count } = await db
        .selectFrom('feedback')
        .select((one) => one.fn.countAll<number>().as('count'))
        .where('voter', '=', voter)
        .where('at', '>=', since)
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    async prune(before) {
      await db.deleteFrom('feedback').where('at', '<', before).execute()
    },
    async list({ offset, limit }, model) {
      const rows = db
        .selectFrom('feedback')
        .$if(model !== undefined, (query) => query.where('model', '=', model ?? ''))
      const { count } = await rows
        .select((one) => one.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      const page = rows.selectAll().orderBy('at', 'desc').offset(offset).limit(limit)
      return { total: Number(count), rows: (await page.execute()).map(toVote) }
    },
  }
}

function toRow({ responseId, category, comment, ...rest }: Vote): FeedbackRow {
  return { ...rest, response_id: responseId, category: category ?? null, comment: comment ?? null }
}

function toVote({ response_id, category, comment, ...rest }: FeedbackRow): Vote {
  return {
    ...rest,
    responseId: response_id,
    category: category ?? undefined,
    comment: comment ?? undefined,
  }
}
