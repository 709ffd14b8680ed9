import { areaUnderCurve } from './area-under-curve.ts'
import { mean } from './averages.ts'
import type { LabelledPrompt } from './labelled-prompts.ts'
import { rankCorrelation } from './rank-correlation.ts'
import type { StressRow } from './read-stress.ts'
import type { RouterUnderTest } from './router-under-test.ts'
import { sideOf } from './split.ts'

/** Whether short trick questions are told from short everyday ones. */
export interface StressResult {
  readonly prompts: number
  /** Share of them, and of everyday prompts, that go to the larger of two models where time counts too. */
  readonly to_strong: number
  readonly everyday_to_strong: number
  /** Chance that a trick question is thought harder than an everyday prompt. */
  readonly separation: number
  /** Rank correlation of difficulty with the share of models that fail. */
  readonly correlation: number
}

const SMALL_AND_LARGE = ['llama-3.1-8b-instruct', 'llama-3.3-70b-instruct']

/** The preference between a fast and a good answer where nobody sets one. */
const BALANCED = 0.5

/** People call these easy. */
const EASY = 2

/** On all trick questions, and on those of the test folds, which are few. */
export function stressTrack(
  rows: readonly StressRow[],
  labelled: readonly LabelledPrompt[],
  router: RouterUnderTest,
): { readonly all: StressResult; readonly test: StressResult } {
  const longest = Math.max(...rows.map(({ text }) => text.length))
  const everyday = labelled
    .filter(({ text, difficulty }) => text.length <= longest && (difficulty ?? EASY + 1) <= EASY)
    .map(({ text }) => text)
  return {
    all: resultOf(rows, everyday, router),
    test: resultOf(
      rows.filter(({ fold }) => sideOf(fold) === 'test'),
      everyday,
      router,
    ),
  }
}

function resultOf(
  rows: readonly StressRow[],
  everyday: readonly string[],
  router: RouterUnderTest,
): StressResult {
  const fleet = router.start(SMALL_AND_LARGE, BALANCED)
  const hard = rows.map(({ text }) => router.profileOf(text))
  const easy = everyday.map((text) => router.profileOf(text))
  const difficulties = [...hard, ...easy].map(({ difficulty }) => difficulty)
  const share = (profiles: typeof hard): number =>
    mean(profiles.map((profile) => fleet.choose(profile).model))
  return {
    prompts: rows.length,
    to_strong: share(hard),
    everyday_to_strong: share(easy),
    separation: areaUnderCurve(difficulties, [...hard.map(() => 1), ...easy.map(() => 0)]) ?? 0.5,
    correlation: rankCorrelation(
      hard.map(({ difficulty }) => difficulty),
      rows.map(({ failed }) => failed),
    ),
  }
}
