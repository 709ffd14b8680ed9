import { areaUnderCurve } from './area-under-curve.ts'
import { type AskedPool, accuracies, paidCosts, taughtFleet } from './asked-pool.ts'
import { argmax, columnMeans, mean } from './averages.ts'
import { type Interval, meanInterval } from './bootstrap-interval.ts'
import { brierScore } from './brier-score.ts'
import { type CalibrationBin, calibrationBins, calibrationError } from './calibration-bins.ts'
import { averageImprovement, type CostPoint } from './cost-hull.ts'
import { costSweep } from './cost-sweep.ts'
import { isSizeKnown } from './model-size.ts'
import { type Baseline, poolBaselines } from './pool-baselines.ts'
import type { RouterUnderTest } from './router-under-test.ts'

/** What came out of one pool; shares of right answers from 0 to 1. */
export interface PoolResult {
  readonly prompts: number
  readonly models: readonly string[]
  /** Of the model that is best on the train folds. */
  readonly best_single: number
  readonly best_single_model: string
  readonly router: number
  /** Of somebody who always knows a model that is right. */
  readonly oracle: number
  /** Router minus best single model, and where it would lie with other prompts. */
  readonly difference: number
  readonly ci95: Interval
  /** Share of the way from the best single model to the oracle. */
  readonly gap_closed: number
  /** Of P(right), averaged over the models. */
  readonly auc: number
  readonly brier: number
  readonly aiq: number
  readonly aiq_zero: number
  readonly baselines: readonly Baseline[]
  readonly points: { readonly router: readonly CostPoint[]; readonly single: readonly CostPoint[] }
  /** Of P(right) of all models: what came of it, and how far off it is on average. */
  readonly calibration: readonly CalibrationBin[]
  readonly calibration_error: number
}

/** What the router thought and did about each test prompt. */
interface Run {
  /** How right the chosen model is. */
  readonly chosen: readonly number[]
  /** P(right) by model. */
  readonly scores: readonly (readonly number[])[]
  /** The same as far as the router believes the claims. */
  readonly believed: readonly (readonly number[])[]
}

/** Starts from priors, learns from the train folds, and is asked on the test folds. Nothing in it is drawn by lot. */
export function poolTrack(pool: AskedPool, router: RouterUnderTest): PoolResult {
  const run = runOf(pool, router)
  const best = bestSingle(pool, run)
  const single = pool.test.map(({ outcomes }) => outcomes[best] ?? 0)
  const differences = run.chosen.map((value, at) => value - (single[at] ?? 0))
  const oracle = mean(pool.test.map(({ outcomes }) => Math.max(...outcomes)))
  const difference = mean(differences)
  return {
    prompts: pool.test.length,
    models: pool.models,
    best_single: mean(single),
    best_single_model: pool.models[best] ?? '',
    router: mean(run.chosen),
    oracle,
    difference,
    ci95: meanInterval(differences),
    gap_closed: difference / (oracle - mean(single)),
    ...probabilityFigures(pool, run),
    ...costFigures(pool, run),
    baselines: poolBaselines(pool, router),
  }
}

function runOf(pool: AskedPool, router: RouterUnderTest): Run {
  const fleet = taughtFleet(router.start(pool.models), pool.train)
  const choices = pool.test.map(({ profile }) => fleet.choose(profile))
  return {
    chosen: pool.test.map(({ outcomes }, at) => outcomes[choices[at]?.model ?? 0] ?? 0),
    scores: pool.test.map(({ profile }) => fleet.qualities(profile)),
    believed: choices.map(({ believed }) => believed),
  }
}

/** Without prompts to train on, the one that the router itself thinks most of. */
function bestSingle({ train, models }: AskedPool, { scores }: Run): number {
  return argmax(train.length > 0 ? accuracies(train, models) : columnMeans(scores, models.length))
}

function probabilityFigures(
  { models, test }: AskedPool,
  { scores }: Run,
): Pick<PoolResult, 'auc' | 'brier' | 'calibration' | 'calibration_error'> {
  const columns = models.map((_, model) => ({
    scores: scores.map((row) => row[model] ?? 0),
    outcomes: test.map(({ outcomes }) => outcomes[model] ?? 0),
  }))
  const areas = columns.map((column) => areaUnderCurve(column.scores, column.outcomes))
  const calibration = calibrationBins(
    columns.flatMap((column) => column.scores),
    columns.flatMap((column) => column.outcomes),
  )
  return {
    auc: mean(areas.filter((area) => area !== undefined)),
    brier: mean(columns.map((column) => brierScore(column.scores, column.outcomes))),
    calibration,
    calibration_error: calibrationError(calibration),
  }
}

/** Among the models whose costs can be compared. */
function costFigures(pool: AskedPool, run: Run): Pick<PoolResult, 'aiq' | 'aiq_zero' | 'points'> {
  const places = comparable(pool)
  const models = at(places, pool.models)
  const scores = run.believed.map((row) => at(places, row))
  const test = pool.test.map((row) => ({
    ...row,
    outcomes: at(places, row.outcomes),
    costs: at(places, row.costs),
    expectedCosts: at(places, row.expectedCosts),
  }))
  const paid = paidCosts(test, models)
  const right = accuracies(test, models)
  const single = paid.map((cost, at) => ({ cost, quality: right[at] ?? 0 }))
  const range = { from: Math.min(...paid), to: Math.max(...paid) }
  const points = costSweep({ test, scores })
  return {
    aiq: averageImprovement(points, range),
    aiq_zero: averageImprovement(single, range),
    points: { router: points, single },
  }
}

/** All models, unless costs follow from sizes and at least two sizes are known: then those. */
function comparable({ models, pricedBySize }: AskedPool): readonly number[] {
  const all = models.map((_, place) => place)
  const sized = all.filter((place) => isSizeKnown(models[place] ?? ''))
  return pricedBySize && sized.length > 1 ? sized : all
}

function at<Value>(places: readonly number[], values: readonly Value[]): readonly Value[] {
  return places.map((place) => values[place] as Value)
}
