import { FAMILIES, type Family } from '../../src/contracts/routing.ts'
import type { LabelledPrompt } from './labelled-prompts.ts'
import { type Confusion, confusionOf, f1Of, macroF1 } from './macro-f1.ts'
import { predictedFamily } from './predicted-family.ts'
import { rankCorrelation } from './rank-correlation.ts'
import type { RouterUnderTest } from './router-under-test.ts'

/** How often prompts are taken for the work that people say they are. */
export interface FamilyResult {
  readonly prompts: number
  readonly macro_f1: number
  readonly accuracy: number
  /** By family; null where no prompt is of it. */
  readonly f1: Readonly<Record<Family, number | null>>
  /** `confusion[said][taken for]`. */
  readonly confusion: Confusion<Family>
  /** Rank correlation of difficulty with what people say, where they say it. */
  readonly difficulty_correlation: number | null
}

/** Scores the classifier on labelled prompts, each a whole conversation. */
export function familyTrack(
  labelled: readonly LabelledPrompt[],
  router: RouterUnderTest,
): FamilyResult {
  const profiles = labelled.map(({ text }) => router.profileOf(text))
  const guesses = profiles.map(predictedFamily)
  const confusion = confusionOf(
    FAMILIES,
    labelled.map(({ family }, at) => [family, guesses[at] ?? family] as const),
  )
  const rated = labelled.flatMap(({ difficulty }, at) =>
    difficulty === undefined ? [] : [{ said: difficulty, found: profiles[at]?.difficulty ?? 0 }],
  )
  const correlation = rankCorrelation(
    rated.map(({ said }) => said),
    rated.map(({ found }) => found),
  )
  return {
    prompts: labelled.length,
    macro_f1: macroF1(confusion),
    accuracy: labelled.filter(({ family }, at) => guesses[at] === family).length / labelled.length,
    f1: Object.fromEntries(
      FAMILIES.map((family) => [family, numberOrNull(f1Of(confusion, family))]),
    ) as Record<Family, number | null>,
    confusion,
    difficulty_correlation: numberOrNull(correlation),
  }
}

function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value
}
