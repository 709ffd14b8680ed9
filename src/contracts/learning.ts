import type { Evidence } from './evidence.ts'

/** Evidence under a name of its own: a later row of the same key takes its place. */
export interface KeyedEvidence extends Evidence {
  readonly key: string
}

/** What a probe found out about a placement; kept once for each revision of it. */
export interface Finding {
  /** Key of the placement. */
  readonly placement: string
  /** Of the placement: another file, quantisation or server is another revision. */
  readonly revision: string
  readonly probe: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** JSON. */
  readonly result: unknown
}

/** What somebody says of an answer. */
export interface Opinion {
  readonly responseId: string
  /** A digest that tells one voter from another. */
  readonly voter: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** -1 = bad, 1 = good. */
  readonly score: number
  /** What kind of work it was, where they know better than the router. */
  readonly category: string | undefined
  readonly comment: string | undefined
}

/** An opinion with whose answer it is about. */
export interface Vote extends Opinion {
  readonly model: string
  readonly backend: string
}

/** A part of a list: rows after the first `offset`, `limit` at most. */
export interface Page {
  readonly offset: number
  readonly limit: number
}

/** Rows of a page, and how many there are in all. */
export interface Paged<Row> {
  readonly total: number
  readonly rows: readonly Row[]
}

/** What can be asked of the part of the router that learns. */
export interface LearningDesk {
  /** Takes an opinion. Throws a GatewayError: of an answer that is not known, or when none are taken. */
  vote(opinion: Opinion): Promise<void>
  /** Newest first, about one model or all. */
  votes(page: Page, model?: string): Promise<Paged<Vote>>
}

export type JobState = 'running' | 'done' | 'failed' | 'cancelled'

/** Something that takes long and can be watched. */
export interface JobRecord {
  readonly id: string
  readonly kind: string
  readonly state: JobState
  /** Milliseconds since 1970. */
  readonly begunAt: number
  readonly endedAt: number | undefined
  /** JSON. */
  readonly progress: unknown
}

/** One number that a public benchmark says of a model. */
export interface BenchmarkRow {
  readonly source: string
  readonly metric: string
  /** As the source calls it. */
  readonly model: string
  readonly value: number
  /** Milliseconds since 1970: when it was measured or published. */
  readonly at: number
}
