import type { Evidence, EvidenceSource } from '../contracts/evidence.ts'
import { FAMILIES, type Family, type Work } from '../contracts/routing.ts'
import { dot, inverse, quadratic } from '../std/square.ts'
import {
  type Belief,
  type Information,
  informationOf,
  type Sight,
  withInformation,
} from './belief.ts'
import { type Demand, demandOf, probability } from './demand.ts'
import type { Vector } from './dimensions.ts'

/** How far each source can be trusted. */
interface Trust {
  /** Share of its judgements that are wrong either way. */
  readonly flips: number
  /** Answers after which an older one counts half; models and what people want of them change. */
  readonly halfLife: number
  /** Sure answers of one family that it may count as altogether. */
  readonly most: number
}

const FOR_EVER = Number.POSITIVE_INFINITY
const NO_LIMIT = Number.POSITIVE_INFINITY

/** Keys are wrong and answers misread now and then: no source is surer than this, so that one row cannot outweigh many. */
const FEWEST_FLIPS = 0.005

const TRUST: Readonly<Record<EvidenceSource, Trust>> = {
  probe: { flips: FEWEST_FLIPS, halfLife: FOR_EVER, most: NO_LIMIT },
  judge: { flips: 0.1, halfLife: FOR_EVER, most: NO_LIMIT },
  benchmark: { flips: FEWEST_FLIPS, halfLife: FOR_EVER, most: 20 },
  feedback: { flips: 0.1, halfLife: 2000, most: NO_LIMIT },
  outcome: { flips: 0.1, halfLife: 500, most: 10 },
}

/** Logits beyond which nothing is any surer. */
const MOST_LOGITS = 30

/** Steps towards the likeliest skill, the shortest part of one, and the gain below which the next is not worth it. */
const MOST_STEPS = 20
const SHORTEST_STEP = 1 / 64
const CLOSE_ENOUGH = 1e-6

/** An answer with what it counts for, after caps and fading. */
export interface Judgement {
  readonly row: Evidence
  readonly weight: number
  readonly demand: Demand
}

/** How much more the past is doubted with each answer of such a source. */
export function growthPerAnswer(source: EvidenceSource): number {
  return 1 + Math.LN2 / TRUST[source].halfLife
}

/** Rows of one source, newest weighing most. */
export function judgements(rows: readonly Evidence[]): readonly Judgement[] {
  const [first] = rows
  if (first === undefined) return []
  const { halfLife, most } = TRUST[first.source]
  const newest = rows.toSorted((a, b) => b.at - a.at)
  const faded = newest.map((row, age) => ({ row, weight: row.weight * 0.5 ** (age / halfLife) }))
  const excess = excessOf(faded, most)
  return faded.map(({ row, weight }) => ({
    row,
    weight: weight / excess(row.work),
    demand: demandOf(row.work),
  }))
}

/** By how much too many answers there are of the families that work is of. */
function excessOf(
  rows: readonly { readonly row: Evidence; readonly weight: number }[],
  most: number,
): (work: Work) => number {
  if (most === NO_LIMIT) return () => 1
  const totals = answersIn(rows)
  return ({ families }) => {
    let excess = 0
    for (const family of FAMILIES) excess += families[family] * Math.max(1, totals[family] / most)
    return Math.max(1, excess)
  }
}

/** The likeliest skill, by Newton's method with steps that are halved where they lead too far. */
export function likeliest(prior: Belief, judged: readonly Judgement[]): Vector {
  let mean = prior.mean
  if (judged.length === 0) return mean
  const support = supportOf(prior, judged)
  let reached = support(mean)
  for (let step = 0; step < MOST_STEPS; step++) {
    const goal = withInformation(prior, [seenFrom(mean, judged)]).mean
    const next = betterOnTheWay(mean, goal, reached, support)
    if (next === undefined) break
    const gained = next.support - reached
    mean = next.mean
    reached = next.support
    if (gained < CLOSE_ENOUGH) break
  }
  return mean
}

/** How likely a skill is by all that is known, as a logarithm. */
function supportOf(prior: Belief, judged: readonly Judgement[]): (mean: Vector) => number {
  const precision = inverse(prior.covariance)
  return (mean) => {
    const moved = mean.map((value, at) => value - (prior.mean[at] ?? 0))
    let support = -quadratic(precision, moved) / 2
    for (const { row, weight, demand } of judged) {
      const right = judgedRight(row.source, demand.ease + dot(mean, demand.direction))
      support += weight * (row.y * Math.log(right) + (1 - row.y) * Math.log(1 - right))
    }
    return support
  }
}

function betterOnTheWay(
  from: Vector,
  goal: Vector,
  reached: number,
  supportOf: (mean: Vector) => number,
): { readonly mean: Vector; readonly support: number } | undefined {
  for (let share = 1; share >= SHORTEST_STEP; share /= 2) {
    const mean = from.map((value, at) => value + share * ((goal[at] ?? 0) - value))
    const support = supportOf(mean)
    if (support > reached) return { mean, support }
  }
  return undefined
}

/** Probability that an answer is judged to be right, by a source that errs now and then. */
function judgedRight(source: EvidenceSource, logit: number): number {
  const { flips } = TRUST[source]
  return flips + (1 - 2 * flips) * probability(logit)
}

export function seenFrom(mean: Vector, judged: readonly Judgement[]): Information {
  return informationOf(judged.map((judgement) => sightFrom(mean, judgement)))
}

/** One answer, made linear around a skill; a judgement that may be mistaken says little against what is nearly sure. */
export function sightFrom(mean: Vector, { row, weight, demand }: Judgement): Sight {
  const { direction, ease } = demand
  const along = dot(mean, direction)
  const logit = Math.min(MOST_LOGITS, Math.max(-MOST_LOGITS, ease + along))
  const p = probability(logit)
  const right = judgedRight(row.source, logit)
  const slope = (1 - 2 * TRUST[row.source].flips) * p * (1 - p)
  const precision = (weight * slope * slope) / (right * (1 - right))
  return { direction, value: along + (row.y - right) / slope, precision }
}

/** How many sure answers of each family these come to. */
export function answersIn(
  rows: readonly { readonly row: Evidence; readonly weight: number }[],
): Record<Family, number> {
  const answers = noAnswers()
  for (const { row, weight } of rows) {
    for (const family of FAMILIES) answers[family] += weight * row.work.families[family]
  }
  return answers
}

export function noAnswers(): Record<Family, number> {
  return { code: 0, math: 0, reasoning: 0, knowledge: 0, writing: 0, extract: 0, tools: 0, chat: 0 }
}
