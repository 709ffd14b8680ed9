import type { Writable } from 'node:stream'
import type { PromptHeads } from './analysis/prompt-heads.ts'
import { ContextMemory } from './catalog/context-memory.ts'
import type { Settings } from './config/settings.ts'
import { loadPromptHeads } from './prompt-heads.ts'
import { type Database, openDatabase } from './storage/database.ts'
import { createLog, type Log } from './telemetry/log.ts'

/** What must be there before a router can be put together. */
export interface Foundations {
  readonly log: Log
  readonly database: Database
  readonly raised: ContextMemory
  readonly heads: PromptHeads
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
  return { log, database, raised, heads }
}
