import type { AttemptRecord, RequestRecord } from '../contracts/record.ts'
import type { Log } from './log.ts'

/** One line per ended request, without a word of what was asked or answered. */
export function logRequests(log: Log, records: readonly RequestRecord[]): void {
  if (!log.isLevelEnabled('info')) return
  log.batch(() => {
    for (const record of records) log.info(fields(record), `${record.endpoint} ${record.status}`)
  })
}

/** The line's own time says when it ended; a single attempt says nothing that the request does not. */
function fields({ at: _, endpoint: _2, attempts, ...rest }: RequestRecord): object {
  return {
    ...rest,
    firstContentMs: rounded(rest.firstContentMs),
    totalMs: rounded(rest.totalMs),
    overheadMs: rounded(rest.overheadMs),
    attempts: attempts.length > 1 ? attempts.map(attemptFields) : undefined,
  }
}

function attemptFields({ model, backend, outcome, code }: AttemptRecord): object {
  return { model, backend, outcome, code }
}

/** To a hundredth. */
function rounded(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : Math.round(milliseconds * 100) / 100
}
