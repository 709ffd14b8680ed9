import type { AttemptRecord, RequestRecord } from '../contracts/record.ts'
import type { AttemptRow, RequestRow } from './tables.ts'

/** As it is stored. */
export function toRequestRow(record: RequestRecord): RequestRow {
  return {
    id: record.id,
    request_id: record.requestId,
    at: record.at,
    endpoint: record.endpoint,
    requested_model: record.requestedModel ?? null,
    model: record.model ?? null,
    backend: record.backend ?? null,
    reason: record.reason ?? null,
    stream: Number(record.stream),
    status: record.status,
    outcome: record.outcome,
    code: record.code ?? null,
    family: record.family ?? null,
    difficulty: record.difficulty ?? null,
    tokens_in: record.tokensIn ?? null,
    tokens_out: record.tokensOut ?? null,
    first_content_ms: record.firstContentMs ?? null,
    total_ms: record.totalMs,
    overhead_ms: record.overheadMs,
  }
}

/** In the order they were made. */
export function toAttemptRows(record: RequestRecord): readonly AttemptRow[] {
  return record.attempts.map((attempt, position) => ({
    request_id: record.id,
    position,
    model: attempt.model,
    backend: attempt.backend,
    outcome: attempt.outcome,
    code: attempt.code ?? null,
    sent: Number(attempt.sent),
    first_content_ms: attempt.firstContentMs ?? null,
    total_ms: attempt.totalMs,
  }))
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
