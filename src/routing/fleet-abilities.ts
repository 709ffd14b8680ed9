import type { Evidence } from '../contracts/evidence.ts'
import { inverse, times } from '../std/square.ts'
import { type Abilities, NOTHING_LEARNED } from './abilities.ts'
import { type Ability, fold, type Summary, workIn } from './ability.ts'
import { type Belief, type Information, independent, withInformation } from './belief.ts'
import { CHOICE, DIMENSIONS, FIRST_FAMILY, FIRST_SUBJECT, type Vector } from './dimensions.ts'

/** All that is known of one model. */
export interface Known {
  /** Key of the placement. */
  readonly key: string
  readonly prior: Belief
  readonly evidence: readonly Evidence[]
  readonly summaries?: readonly Summary[] | undefined
}

/** How far off all models together may be, as a standard deviation in logits: some work is harder than it looks. */
const SHARED = { skill: 0.6, family: 1.2, subject: 0.4, choice: 1 } as const

/** The usual mix of work counts as so many requests beside those that were seen. */
const USUAL_WEIGHT = 20

/**
 * What is believed of each model, of those that nothing is known of too: where all that were judged do better or worse at
 * a kind of work than was expected, the others are expected to as well.
 */
export function foldFleet(models: readonly Known[], requests: number): Abilities {
  const alone = models.map(({ prior, evidence, summaries }) => fold(prior, evidence, summaries))
  const offset = sharedOffset(models, alone)
  const learned = models.map(({ key, prior, evidence, summaries }) => {
    const mean = prior.mean.map((value, at) => value + (offset[at] ?? 0))
    return [key, fold({ ...prior, mean }, evidence, summaries)] as const
  })
  return { learned: new Map(learned), usual: usualWork(models), requests }
}

/** How far the models that something is known of are from what was expected of them, as far as they have it in common. */
function sharedOffset(models: readonly Known[], abilities: readonly Ability[]): Vector {
  const seen = models.flatMap(({ prior }, at) => {
    const after = abilities[at]
    return after === undefined || after.covariance === prior.covariance
      ? []
      : [seenOfShared(prior, after)]
  })
  return withInformation(independent(new Float64Array(DIMENSIONS), sharedVariances()), seen).mean
}

/** What one model tells of what all have in common, once what may be its own was allowed for. */
function seenOfShared(prior: Belief, after: Belief): Information {
  const own = inverse(prior.covariance)
  const moved = after.mean.map((value, at) => value - (prior.mean[at] ?? 0))
  const precision = own.slice()
  for (let row = 0; row < DIMENSIONS; row++) {
    const base = row * DIMENSIONS
    const left = times(after.covariance, own.subarray(base, base + DIMENSIONS))
    const part = times(own, left)
    for (let column = 0; column < DIMENSIONS; column++) {
      precision[base + column] = (precision[base + column] ?? 0) - (part[column] ?? 0)
    }
  }
  return { precision, shift: times(own, moved) }
}

function sharedVariances(): Vector {
  const spreads = new Float64Array(DIMENSIONS).fill(SHARED.subject)
  spreads[0] = SHARED.skill
  spreads.fill(SHARED.family, FIRST_FAMILY, FIRST_SUBJECT)
  spreads[CHOICE] = SHARED.choice
  return spreads.map((spread) => spread * spread)
}

/** The mean of the work that was judged, and a little of each family. */
function usualWork(models: readonly Known[]): Vector {
  const usual = NOTHING_LEARNED.usual.map((value) => value * USUAL_WEIGHT)
  let total = USUAL_WEIGHT
  for (const { evidence, summaries = [] } of models) {
    const rows = evidence.map((row) => ({ row, weight: row.weight }))
    for (const { work, weight } of [workIn(rows), ...summaries]) {
      for (const [at, value] of work.entries()) usual[at] = (usual[at] ?? 0) + value
      total += weight
    }
  }
  return usual.map((value) => value / total)
}
