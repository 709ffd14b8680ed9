import type { EvidenceSource } from '../contracts/evidence.ts'
import type { JobKind, JobState } from '../contracts/job.ts'
import type { Outcome } from '../contracts/record.ts'
import type { Family } from '../contracts/routing.ts'

/** The tables as the newest migration leaves them. Durations and times are milliseconds, flags 0 or 1. */
export interface Tables {
  readonly requests: RequestRow
  readonly attempts: AttemptRow
  readonly raised_contexts: RaisedContextRow
  readonly decisions: DecisionRow
  readonly snapshots: SnapshotRow
  readonly evidence: EvidenceRow
  readonly feedback: FeedbackRow
  readonly findings: FindingRow
  readonly jobs: JobRow
  readonly benchmarks: BenchmarkRow
  readonly benchmark_syncs: BenchmarkSyncRow
}

export interface RequestRow {
  readonly id: string
  readonly request_id: string
  readonly at: number
  readonly endpoint: string
  readonly requested_model: string | null
  readonly model: string | null
  readonly backend: string | null
  readonly reason: string | null
  readonly stream: number
  readonly status: number
  readonly outcome: Outcome
  readonly code: string | null
  readonly family: string | null
  readonly difficulty: number | null
  readonly tokens_in: number | null
  readonly tokens_out: number | null
  readonly first_content_ms: number | null
  readonly total_ms: number
  readonly overhead_ms: number
  /** Number of the batch that has the decision about it. */
  readonly decisions: number | null
}

/** `position` counts a request's attempts from 0. */
export interface AttemptRow {
  readonly request_id: string
  readonly position: number
  readonly model: string
  readonly backend: string
  readonly outcome: Outcome
  readonly code: string | null
  readonly sent: number
  readonly first_content_ms: number | null
  readonly total_ms: number
}

/** A `DecisionBatch`. */
interface DecisionRow {
  readonly number: number
  readonly at: number
  readonly entries: string
  readonly numbers: Uint8Array
}

interface SnapshotRow {
  readonly hash: string
  /** When the latest of the requests came that were decided on it. */
  readonly at: number
  /** Compressed. */
  readonly data: Uint8Array
}

interface RaisedContextRow {
  /** The placement's key. */
  readonly placement: string
  readonly tokens: number
}

export interface EvidenceRow {
  /** What it is about: a later row of the same key takes its place. */
  readonly key: string
  readonly model: string
  readonly placement: string | null
  readonly source: EvidenceSource
  readonly at: number
  readonly y: number
  readonly weight: number
  /** Numbers, as `work-numbers.ts` writes them. */
  readonly work: Uint8Array
}

export interface FeedbackRow {
  readonly response_id: string
  /** A digest. */
  readonly voter: string
  readonly at: number
  readonly model: string
  readonly backend: string
  /** -1 to 1. */
  readonly score: number
  readonly category: string | null
  readonly comment: string | null
}

interface FindingRow {
  /** The placement's key. */
  readonly placement: string
  readonly item: string
  readonly revision: string
  readonly at: number
  /** JSON. */
  readonly value: string
}

export interface JobRow {
  readonly id: string
  readonly kind: JobKind
  readonly state: JobState
  readonly created_at: number
  readonly ended_at: number | null
  /** The rest of the job as JSON. */
  readonly progress: string
}

interface BenchmarkRow {
  readonly source: string
  readonly model: string
  readonly metric: string
  readonly value: number
  readonly date: string
  readonly family: Family | null
}

export interface BenchmarkSyncRow {
  readonly source: string
  readonly at: number | null
  readonly tried_at: number
  readonly rows: number
  readonly problem: string | null
}
