import type { Family } from './routing.ts'

/** What a public benchmark says of one model. */
export interface BenchmarkRow {
  readonly source: string
  /** As it was published. */
  readonly model: string
  readonly metric: string
  /** A share, 0 to 1; of a metric that ranks by contests an Elo number. */
  readonly value: number
  /** ISO day. */
  readonly date: string
  /** Undefined: of no kind of work that is known. */
  readonly family: Family | undefined
}

/** How it went to ask a source. Times are milliseconds since 1970. */
export interface BenchmarkSync {
  readonly source: string
  /** When it last went well; undefined = never. */
  readonly at: number | undefined
  readonly triedAt: number
  readonly rows: number
  /** Why it went wrong the last time, for people. */
  readonly problem: string | undefined
}

/** A figure that speaks of a model here. */
export interface MatchedBenchmark {
  /** As it is called here. */
  readonly model: string
  readonly row: BenchmarkRow
  /** 0.5 to 1. */
  readonly confidence: number
}
