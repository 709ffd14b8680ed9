import type { Family } from '../../contracts/routing.ts'

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

/** Gets a text; Error when there is none, or too much of it. */
export type Get = (
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<string>

export interface FetchOptions {
  readonly get: Get
  readonly key?: string | undefined
  /** Milliseconds since 1970. */
  readonly now: number
  readonly signal: AbortSignal
}

/** Somebody who publishes how well models do. */
export interface BenchmarkSource {
  readonly name: string
  readonly aliases: readonly string[]
  /** What its figures may be used under. */
  readonly licence: string
  readonly needsKey?: boolean
  /** Never empty. Error, fit for people, when what comes is not what was meant: HTML, another shape, an old file. */
  fetch(options: FetchOptions): Promise<readonly BenchmarkRow[]>
}
