import type { Writable } from 'node:stream'
import type { PromptHeads } from './analysis/prompt-heads.ts'
import { ContextMemory } from './catalog/context-memory.ts'
import type { Settings } from './config/settings.ts'
import type { Job } from './contracts/job.ts'
import type { KeyedEvidence } from './contracts/learning.ts'
import type { Finding } from './contracts/profile.ts'
import { loadPromptHeads } from './prompt-heads.ts'
import { type Database, openDatabase } from './storage/database.ts'
import { createLog, type Log } from './telemetry/log.ts'

/** What must be there before a router can be put together. */
export interface Foundations {
  readonly log: Log
  readonly database: Database
  readonly raised: ContextMemory
  readonly heads: PromptHeads
  readonly learned: Learned
}

/** What is known from before of what the models are good at. */
export interface Learned {
  readonly evidence: readonly KeyedEvidence[]
  readonly findings: readonly Finding[]
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
  return { log, database, raised, heads, learned: await learnedBefore(database, log) }
}

async function learnedBefore(database: Database, log: Log): Promise<Learned> {
  try {
    return {
      evidence: await database.ask('allEvidence'),
      findings: await database.ask('allFindings'),
      jobs: await database.ask('allJobs'),
      requests: await database.ask('countRequests'),
    }
  } catch (err) {
    log.error({ err }, 'what was learned before cannot be read')
    return { evidence: [], findings: [], jobs: [], requests: 0 }
  }
}
