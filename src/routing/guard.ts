import type { Guard } from '../contracts/routing.ts'
import { dot } from '../std/square.ts'
import { varianceAlong } from './belief.ts'
import { type Demand, probability } from './demand.ts'
import type { Vector } from './dimensions.ts'
import type { Contender, Skilled } from './rank.ts'

/** How likely a model must be better than the best one overall before it is believed to be. */
const LIKELY_BETTER = 0.6

/** Answers of the kind of work in question that must have been judged before. */
const FEWEST_ANSWERS = 10

/**
 * The model that one would always use: the best overall, as far as one can be sure. Among those that come before the
 * others; `usual` is the work that is asked for on average.
 */
export function incumbentOf(contenders: readonly Skilled[], usual: Vector): Skilled | undefined {
  let best: Skilled | undefined
  for (const one of contenders) {
    if (best === undefined || one.tier < best.tier) best = one
    else if (one.tier === best.tier && isSurer(one, best, usual)) best = one
  }
  return best
}

/** Why a contender is not believed to be better at this work than the incumbent; undefined = nothing speaks against it. */
export function doubtAbout(
  one: Skilled,
  incumbent: Skilled,
  demand: Demand,
  families: Readonly<Record<string, number>>,
): string | undefined {
  if (one.logit <= incumbent.logit || one.placement.model === incumbent.placement.model) {
    return undefined
  }
  const answers = answersOf(one, families)
  if (answers < FEWEST_ANSWERS) {
    return `${Math.floor(answers)} of ${FEWEST_ANSWERS} answers of such work were judged`
  }
  const better = chanceBetter(one, incumbent, demand)
  if (better >= LIKELY_BETTER) return undefined
  return `better with a probability of ${better.toFixed(2)}, ${LIKELY_BETTER} are asked for`
}

/** The contender whose claim would have put it first, if that was not believed. */
export function guardOf(
  chosen: Contender,
  contenders: readonly Contender[],
  preference: number,
): Guard | undefined {
  if (preference <= 0) return undefined
  const worth = preference >= 1 ? claimedQuality : claimedUtility
  let loudest: Contender | undefined
  for (const one of contenders) {
    if (one.doubt === undefined || one === chosen || one.tier !== chosen.tier) continue
    if (worth(one) > worth(loudest ?? chosen)) loudest = one
  }
  if (loudest?.doubt === undefined) return undefined
  return { name: 'unproven', refused: loudest.placement.key, reason: loudest.doubt }
}

function claimedQuality({ weighed }: Contender): number {
  return weighed.claimed
}

function claimedUtility({ weighed }: Contender): number {
  return weighed.claimedUtility
}

const standings = new WeakMap<
  Skilled['ability'],
  { readonly usual: Vector; readonly value: number }
>()

function isSurer(one: Skilled, best: Skilled, usual: Vector): boolean {
  const ahead = standingOf(one, usual) - standingOf(best, usual)
  return ahead > 0 || (ahead === 0 && one.placement.key < best.placement.key)
}

/** Skill at the usual work, less what it may be overrated by. */
function standingOf({ ability }: Skilled, usual: Vector): number {
  const known = standings.get(ability)
  if (known?.usual === usual) return known.value
  const value = dot(ability.mean, usual) - Math.sqrt(varianceAlong(ability, usual))
  standings.set(ability, { usual, value })
  return value
}

function answersOf({ ability }: Skilled, families: Readonly<Record<string, number>>): number {
  let sum = 0
  for (const [family, answers] of Object.entries(ability.answers)) {
    sum += answers * (families[family] ?? 0)
  }
  return sum
}

/** Of two skills that are not known for sure. */
function chanceBetter(one: Skilled, other: Skilled, { direction }: Demand): number {
  const variance = varianceAlong(one.ability, direction) + varianceAlong(other.ability, direction)
  return normalCdf((one.logit - other.logit) / Math.sqrt(variance))
}

/** Logistic curve of the same steepness; off by at most 0.0095. */
function normalCdf(z: number): number {
  return probability(1.702 * z)
}
