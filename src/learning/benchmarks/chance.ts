import type { Work } from '../../contracts/routing.ts'
import { demandOf, probability } from '../../routing/demand.ts'
import { workOf } from '../../routing/work-of.ts'
import type { Metric } from './metrics.ts'

/** A figure as what one request of its kind would come to. */
export interface Chance {
  readonly work: Work
  /** Chance of a right answer. */
  readonly y: number
}

/** Logits of skill that routing's prior gives to a dense model of 70 billion and of 2024. */
const TYPICAL_SKILL = 0.45 * Math.log(70)

/** Nothing that is published is surer. */
const SUREST = 0.985

/**
 * What a share of right answers says of work: as hard as makes routing expect of a typical model what that gets, and the
 * share stretched so that it moves with skill as routing's chances do.
 */
export function chanceOf(
  { family, subject, choice, typical, slope }: Metric,
  share: number,
): Chance {
  const work = workOf(family, difficultyFor(logit(typical)), subject)
  const expected = demandOf(work).ease + TYPICAL_SKILL
  const above = (logit(share) - logit(typical)) / slope
  const y = probability(expected + above)
  return {
    work: choice === true ? { ...work, choice: 1 } : work,
    y: Math.min(SUREST, Math.max(1 - SUREST, y)),
  }
}

/** The share of contests that a model wins against one of the median number. */
export function winShare(elo: number, median: number): number {
  return 1 / (1 + 10 ** ((median - elo) / 400))
}

/** Of work that a typical model does right by so many logits; the inverse of `demandOf`. */
function difficultyFor(typical: number): number {
  const easiest = demandOf(workOf('chat', 0)).ease
  const perDifficulty = easiest - demandOf(workOf('chat', 1)).ease
  return Math.min(1, Math.max(0, (easiest + TYPICAL_SKILL - typical) / perDifficulty))
}

function logit(share: number): number {
  const bounded = Math.min(SUREST, Math.max(1 - SUREST, share))
  return Math.log(bounded / (1 - bounded))
}
