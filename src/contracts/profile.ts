import type { Json } from './json.ts'

/** What was found out about a model at a placement; one per placement and item. */
export interface Finding {
  /** Key of the placement. */
  readonly placement: string
  /** `speed`, `tools`, `probe:math-01` and the like. */
  readonly item: string
  /** What it is true of: file, backend version and questions. */
  readonly revision: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly value: Json
}

/** What came of examining a model at a placement. */
export interface Examined {
  /** Milliseconds since 1970: the newest finding. */
  readonly at: number
  readonly revision: string
  readonly speed: MeasuredSpeed
  /** Tokens of context that were seen to work. */
  readonly verifiedContext: number | undefined
  /** What could not be found out, and why: by item. */
  readonly failures: Readonly<Record<string, string>>
}

/** How fast a model is at a placement, as a profile measured it; undefined = it could not be told. */
export interface MeasuredSpeed {
  readonly prefillTps?: number | undefined
  readonly decodeTps?: number | undefined
  /** From nothing in memory to loaded. */
  readonly loadSeconds?: number | undefined
  /** To the first token of the answer to a short prompt. */
  readonly ttftMs?: number | undefined
}
