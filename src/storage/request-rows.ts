import type { AttemptRecord, RequestRecord } from '../contracts/record.ts'
import { type DecisionBatch, toBatch } from './decision-batch.ts'
import { type KeptUse, keptUses } from './kept-use.ts'
import type { AttemptRow, RequestRow } from './tables.ts'

export type Value = string | number | null

/**
 * Rows of the tables as flat lists: row after row, each with its values in the order of the columns. Of all that can
 * be sent from thread to thread this costs the least.
 */
export interface RequestValues {
  readonly requests: readonly Value[]
  readonly attempts: readonly Value[]
  readonly decisions: DecisionBatch | undefined
  readonly kept: readonly KeptUse[]
}

/** How decisions are to be written. */
export interface DecisionWriting {
  /** A number that no other batch has. */
  readonly batch: number
  /** Whether what decisions were made on is there already, by its hash. */
  isStored(hash: string): boolean
}

export function toValues(
  records: readonly RequestRecord[],
  { batch, isStored }: DecisionWriting,
): RequestValues {
  const requests: Value[] = []
  const attempts: Value[] = []
  for (const record of records) {
    for (const read of REQUEST_READERS) requests.push(read(record, batch))
    record.attempts.forEach((attempt, position) => {
      for (const read of ATTEMPT_READERS) attempts.push(read(attempt, position, record))
    })
  }
  const kept = keptUses(records, isStored)
  return { requests, attempts, decisions: toBatch(records, batch), kept }
}

/** How each column is read from a record. */
type Readers<Row, Source extends readonly unknown[]> = {
  readonly [Column in keyof Row]: (...source: Source) => Row[Column]
}

const REQUEST: Readers<RequestRow, [RequestRecord, number]> = {
  id: (record) => record.id,
  request_id: (record) => record.requestId,
  at: (record) => record.at,
  endpoint: (record) => record.endpoint,
  requested_model: (record) => record.requestedModel ?? null,
  model: (record) => record.model ?? null,
  backend: (record) => record.backend ?? null,
  reason: (record) => record.reason ?? null,
  stream: (record) => Number(record.stream),
  status: (record) => record.status,
  outcome: (record) => record.outcome,
  code: (record) => record.code ?? null,
  family: (record) => record.family ?? null,
  difficulty: (record) => record.difficulty ?? null,
  tokens_in: (record) => record.tokensIn ?? null,
  tokens_out: (record) => record.tokensOut ?? null,
  first_content_ms: (record) => record.firstContentMs ?? null,
  total_ms: (record) => record.totalMs,
  overhead_ms: (record) => record.overheadMs,
  decisions: (record, batch) => (record.decision === undefined ? null : batch),
}

const ATTEMPT: Readers<AttemptRow, [AttemptRecord, number, RequestRecord]> = {
  request_id: (_, _position, record) => record.id,
  position: (_, position) => position,
  model: (attempt) => attempt.model,
  backend: (attempt) => attempt.backend,
  outcome: (attempt) => attempt.outcome,
  code: (attempt) => attempt.code ?? null,
  sent: (attempt) => Number(attempt.sent),
  first_content_ms: (attempt) => attempt.firstContentMs ?? null,
  total_ms: (attempt) => attempt.totalMs,
}

const REQUEST_READERS = Object.values(REQUEST)
const ATTEMPT_READERS = Object.values(ATTEMPT)

/** The columns of each table in the order of `RequestValues`. */
export const COLUMNS = {
  requests: Object.keys(REQUEST),
  attempts: Object.keys(ATTEMPT),
}

/** As it was before it was stored. */
export function toRecord(row: RequestRow, attempts: readonly AttemptRow[]): RequestRecord {
  return {
    id: row.id,
    requestId: row.request_id,
    at: row.at,
    endpoint: row.endpoint,
    requestedModel: row.requested_model ?? undefined,
    model: row.model ?? undefined,
    backend: row.backend ?? undefined,
    reason: row.reason ?? undefined,
    stream: Boolean(row.stream),
    status: row.status,
    outcome: row.outcome,
    code: row.code ?? undefined,
    family: row.family ?? undefined,
    difficulty: row.difficulty ?? undefined,
    tokensIn: row.tokens_in ?? undefined,
    tokensOut: row.tokens_out ?? undefined,
    firstContentMs: row.first_content_ms ?? undefined,
    totalMs: row.total_ms,
    overheadMs: row.overhead_ms,
    attempts: attempts.map(toAttempt),
  }
}

function toAttempt(row: AttemptRow): AttemptRecord {
  return {
    model: row.model,
    backend: row.backend,
    outcome: row.outcome,
    code: row.code ?? undefined,
    sent: Boolean(row.sent),
    firstContentMs: row.first_content_ms ?? undefined,
    totalMs: row.total_ms,
  }
}
