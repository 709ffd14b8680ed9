import type { Kysely } from 'kysely'
import { decisions } from './decisions.ts'
import { raisedContexts } from './raised-contexts.ts'
import { requests } from './requests.ts'
import type { Tables } from './tables.ts'

/** All that the main thread may ask of the database thread, by name. */
export const QUERIES = {
  recentRequests: (db: Kysely<Tables>, limit: number) => requests(db).recent(limit),
  requestById: (db: Kysely<Tables>, id: string) => requests(db).byId(id),
  decisionById: (db: Kysely<Tables>, id: string) => decisions(db).byId(id),
  raisedContexts: (db: Kysely<Tables>) => raisedContexts(db).all(),
  rememberContext: (db: Kysely<Tables>, placement: string, tokens: number) =>
    raisedContexts(db).put(placement, tokens),
}

type Queries = typeof QUERIES

export type QueryName = keyof Queries

export type QueryArguments<Name extends QueryName> =
  Parameters<Queries[Name]> extends [unknown, ...infer Rest] ? Rest : never

export type QueryResult<Name extends QueryName> = Awaited<ReturnType<Queries[Name]>>
