import type { Kysely } from 'kysely'
import type { BenchmarkRow, BenchmarkSync } from '../contracts/benchmark.ts'
import type { Job } from '../contracts/job.ts'
import type { KeyedEvidence, Page, Vote } from '../contracts/learning.ts'
import type { Finding } from '../contracts/profile.ts'
import { benchmarks } from './benchmarks.ts'
import { decisions } from './decisions.ts'
import { evidence } from './evidence.ts'
import { feedback } from './feedback.ts'
import { findings } from './findings.ts'
import { jobRecords } from './job-records.ts'
import { raisedContexts } from './raised-contexts.ts'
import { requestCounts } from './request-counts.ts'
import { requests } from './requests.ts'
import type { Tables } from './tables.ts'

/** All that the main thread may ask of the database thread, by name. */
export const QUERIES = {
  recentRequests: (db: Kysely<Tables>, limit: number) => requests(db).recent(limit),
  requestById: (db: Kysely<Tables>, id: string) => requests(db).byId(id),
  decisionById: (db: Kysely<Tables>, id: string) => decisions(db).byId(id),
  answerById: (db: Kysely<Tables>, id: string) => decisions(db).answer(id),
  countRequests: (db: Kysely<Tables>) => requests(db).count(),
  requestCounts: (db: Kysely<Tables>) => requestCounts(db),
  raisedContexts: (db: Kysely<Tables>) => raisedContexts(db).all(),
  rememberContext: (db: Kysely<Tables>, placement: string, tokens: number) =>
    raisedContexts(db).put(placement, tokens),
  allEvidence: (db: Kysely<Tables>) => evidence(db).all(),
  putEvidence: (db: Kysely<Tables>, rows: readonly KeyedEvidence[]) => evidence(db).put(rows),
  replaceEvidence: (db: Kysely<Tables>, keys: readonly string[], rows: readonly KeyedEvidence[]) =>
    evidence(db).replace(keys, rows),
  removeEvidence: (db: Kysely<Tables>, prefix: string) => evidence(db).remove(prefix),
  putVote: (db: Kysely<Tables>, vote: Vote) => feedback(db).put(vote),
  votesOf: (db: Kysely<Tables>, voter: string, since: number) => feedback(db).countOf(voter, since),
  votes: (db: Kysely<Tables>, page: Page, model?: string) => feedback(db).list(page, model),
  allFindings: (db: Kysely<Tables>) => findings(db).all(),
  putFinding: (db: Kysely<Tables>, finding: Finding, rows: readonly KeyedEvidence[]) =>
    findings(db).put(finding, rows),
  removeFindings: (db: Kysely<Tables>, placement: string) => findings(db).remove(placement),
  allJobs: (db: Kysely<Tables>) => jobRecords(db).all(),
  putJob: (db: Kysely<Tables>, job: Job) => jobRecords(db).put(job),
  allBenchmarks: (db: Kysely<Tables>) => benchmarks(db).all(),
  benchmarkSyncs: (db: Kysely<Tables>) => benchmarks(db).syncs(),
  putBenchmarks: (db: Kysely<Tables>, sync: BenchmarkSync, rows?: readonly BenchmarkRow[]) =>
    benchmarks(db).put(sync, rows),
}

type Queries = typeof QUERIES

export type QueryName = keyof Queries

export type QueryArguments<Name extends QueryName> =
  Parameters<Queries[Name]> extends [unknown, ...infer Rest] ? Rest : never

export type QueryResult<Name extends QueryName> = Awaited<ReturnType<Queries[Name]>>
