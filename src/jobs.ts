import type { Settings } from './config/settings.ts'
import { Poller } from './std/poller.ts'
import type { Database } from './storage/database.ts'
import type { Log } from './telemetry/log.ts'

export interface JobContext {
  readonly database: Database
  /** As they are now. */
  settings(): Settings
  readonly log: Log
}

interface Job {
  readonly name: string
  readonly everyMs: number
  run(context: JobContext): Promise<void>
}

export interface Jobs {
  /** A job under way is waited for. */
  stop(): Promise<void>
}

const HOUR_MS = 3_600_000

/** What runs in the background, and how often; looking for models has its own pace in the catalog. */
const JOBS: readonly Job[] = [
  {
    name: 'forget old requests',
    everyMs: HOUR_MS,
    async run({ database, settings }) {
      const { retentionDays, retentionRows } = settings().database
      await database.prune({ maxDays: retentionDays, maxRows: retentionRows })
    },
  },
]

/** Starts every job; one that fails is logged and tried again at its next time. */
export function startJobs(context: JobContext): Jobs {
  const pollers = JOBS.map(({ name, everyMs, run }) => {
    const task = () =>
      run(context).catch((err: unknown) => context.log.warn({ err, job: name }, 'job failed'))
    return new Poller({ task, delayMs: () => everyMs, spacingMs: 0 })
  })
  for (const poller of pollers) void poller.start()
  return {
    async stop() {
      await Promise.all(pollers.map((poller) => poller.stop()))
    },
  }
}
