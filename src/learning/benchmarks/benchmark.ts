import type { BenchmarkRow } from '../../contracts/benchmark.ts'

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
