import type { AttemptRecord, RequestRecord } from '../contracts/record.ts'
import type { Log } from './log.ts'
import type { LogRecord } from './log-sink.ts'

/** One line per ended request, without a word of what was asked or answered. */
export function logRequests(log: Log, records: readonly RequestRecord[]): void {
  if (!log.isLevelEnabled('info')) return
  const time = new Date().toISOString()
  log.writeAll(records.map((record) => toLogRecord(record, time)))
}

/** Not streamed and well unless it says otherwise; a single attempt says nothing that the request does not. */
function toLogRecord(record: RequestRecord, time: string): LogRecord {
  const { attempts } = record
  return {
    level: 'info',
    time,
    id: record.id,
    requestId: record.requestId,
    requestedModel: record.requestedModel,
    model: record.model,
    backend: record.backend,
    reason: record.reason,
    stream: record.stream || undefined,
    status: record.status,
    outcome: record.outcome === 'ok' ? undefined : record.outcome,
    code: record.code,
    family: record.family,
    difficulty: rounded(record.difficulty),
    tokensIn: record.tokensIn,
    tokensOut: record.tokensOut,
    firstContentMs: rounded(record.firstContentMs),
    totalMs: rounded(record.totalMs),
    overheadMs: rounded(record.overheadMs),
    attempts: attempts.length > 1 ? attempts.map(attemptFields) : undefined,
    msg: `${record.endpoint} ${record.status}`,
  }
}

function attemptFields({ model, backend, outcome, code }: AttemptRecord): object {
  return { model, backend, outcome, code }
}

/** To a hundredth. */
function rounded(number: number | undefined): number | undefined {
  return number === undefined ? undefined : Math.round(number * 100) / 100
}
