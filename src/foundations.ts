import { readFile } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import type { PromptHeads } from './analysis/prompt-heads.ts'
import { ContextMemory } from './catalog/context-memory.ts'
import type { Settings } from './config/settings.ts'
import type { BenchmarkRow, BenchmarkSync } from './contracts/benchmark.ts'
import type { Job } from './contracts/job.ts'
import type { KeyedEvidence } from './contracts/learning.ts'
import type { Finding } from './contracts/profile.ts'
import { loadSnapshot, snapshotRows } from './learning/benchmarks/snapshot.ts'
import { userMapping } from './learning/benchmarks/user-mapping.ts'
import { loadPromptHeads } from './prompt-heads.ts'
import { type Database, openDatabase } from './storage/database.ts'
import { createLog, type Log } from './telemetry/log.ts'

/** What must be there before a router can be put together. */
export interface Foundations {
  readonly log: Log
  readonly database: Database
  readonly raised: ContextMemory
  readonly heads: PromptHeads
  readonly published: Published
  readonly learned: Learned
}

/** What is known of models by benchmarks before any source was asked. */
export interface Published {
  readonly shipped: readonly BenchmarkRow[]
  /** Which model here a published name means, by that name in lower case. */
  readonly mapping: ReadonlyMap<string, string>
}

/** What is known from before of what the models are good at. */
export interface Learned {
  readonly evidence: readonly KeyedEvidence[]
  readonly findings: readonly Finding[]
  readonly benchmarks: readonly BenchmarkRow[]
  readonly syncs: readonly BenchmarkSync[]
  /** Newest first. */
  readonly jobs: readonly Job[]
  /** Requests that were answered. */
  readonly requests: number
}

/** Opens what is kept on disk. Rejects with a DatabaseError when the database is not ours to use. */
export async function layFoundations({
  settings,
  logTo,
}: {
  readonly settings: Settings
  readonly logTo: Writable
}): Promise<Foundations> {
  const { level, format } = settings.log
  const log = createLog({ level, format, secrets: settings.secrets, stream: logTo })
  const heads = await loadPromptHeads()
  const database = await openDatabase(settings.database.path, { report: (line) => log.warn(line) })
  const raised = new ContextMemory(await database.ask('raisedContexts').catch(() => ({})))
  const published = await publishedFigures(settings, log)
  return { log, database, raised, heads, published, learned: await learnedBefore(database, log) }
}

async function learnedBefore(database: Database, log: Log): Promise<Learned> {
  try {
    return {
      evidence: await database.ask('allEvidence'),
      findings: await database.ask('allFindings'),
      benchmarks: await database.ask('allBenchmarks'),
      syncs: await database.ask('benchmarkSyncs'),
      jobs: await database.ask('allJobs'),
      requests: await database.ask('countRequests'),
    }
  } catch (err) {
    log.error({ err }, 'what was learned before cannot be read')
    return { evidence: [], findings: [], benchmarks: [], syncs: [], jobs: [], requests: 0 }
  }
}

/** Without any of it models are known by their facts all the same. */
async function publishedFigures(settings: Settings, log: Log): Promise<Published> {
  const { mappingFile } = settings.learning.benchmarks
  const shipped = await loadSnapshot()
    .then(snapshotRows)
    .catch((err: unknown) => {
      log.error({ err }, 'the shipped benchmarks do not count')
      return []
    })
  const mapping = await readMapping(mappingFile).catch((err: unknown) => {
    log.error({ err, file: mappingFile }, 'the mapping of model names does not count')
    return new Map<string, string>()
  })
  return { shipped, mapping }
}

async function readMapping(file: string | undefined): Promise<ReadonlyMap<string, string>> {
  return file === undefined ? new Map() : userMapping(await readFile(file, 'utf8'))
}
