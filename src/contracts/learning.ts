import type { BenchmarkSync, MatchedBenchmark } from './benchmark.ts'
import type { Evidence, EvidenceSource } from './evidence.ts'
import type { JudgeStatus } from './judge.ts'
import type { Placement } from './model.ts'
import type { Examined } from './profile.ts'
import type { Family } from './routing.ts'

/** Evidence under a name of its own: a later row of the same key takes its place. */
export interface KeyedEvidence extends Evidence {
  readonly key: string
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

/** What public benchmarks say. */
export interface PublishedFigures {
  readonly matched: readonly MatchedBenchmark[]
  readonly syncs: readonly BenchmarkSync[]
}

/** What can be asked of the part of the router that learns. */
export interface LearningDesk {
  /** Takes an opinion. Throws a GatewayError: of an answer that is not known, or when none are taken. */
  vote(opinion: Opinion): Promise<void>
  /** Newest first, about one model or all. */
  votes(page: Page, model?: string): Promise<Paged<Vote>>
  /** What is believed of the model at a placement. */
  skill(placement: Placement): SkillProfile
  /** Published figures that speak of models here, and how each source was asked. */
  benchmarks(): PublishedFigures
  /** What came of examining the model at a placement; undefined = it was not. */
  examined(placement: Placement): Examined | undefined
  /** Who compares answers, and what that takes; undefined = nobody. */
  judge(): JudgeStatus | undefined
}

/** How good a model is at one kind of work of medium difficulty. */
export interface FamilyProfile {
  /** Chance of a right answer. */
  readonly quality: number
  readonly sd: number
  /** Answers that speak of it, by what judged them; each counts as far as that can be trusted. */
  readonly evidence: Readonly<Record<EvidenceSource, number>>
}

/** What is believed of a model's skill, and what by. */
export interface SkillProfile {
  /** General skill in logits. */
  readonly theta: number
  readonly sd: number
  readonly families: Readonly<Record<Family, FamilyProfile>>
}
