import { mean } from './averages.ts'
import { bootstrapInterval, type Interval } from './bootstrap-interval.ts'
import { complexityScore } from './complexity-heuristic.ts'
import { keywordScores } from './keyword-heuristic.ts'
import { PAIR_MODELS, type Pair, type PairRow } from './pair.ts'
import { type PairFigures, pairFigures, resampledArea } from './pair-figures.ts'
import { rowsOn } from './pool.ts'
import { type RidgeRow, ridge } from './ridge.ts'
import type { RouterUnderTest } from './router-under-test.ts'
import { seededRandom } from './seeded-random.ts'
import { shuffled } from './shuffled.ts'

/** The figures of one way to order prompts, with the interval of its APGR. */
interface PairScore extends PairFigures {
  readonly ci95: Interval
}

/** What came out of one pair, by way to order its prompts. */
export interface PairResult {
  readonly prompts: number
  /** How right the two models are on these prompts. */
  readonly weak: number
  readonly strong: number
  readonly scores: Readonly<Record<string, PairScore>>
}

/** How much a prompt is to be sent to the strong model. */
type Order = (text: string) => number

const LABELS = 1_500
const SEEDS = [1, 2, 3, 4, 5]
const PENALTIES = [1, 3, 10, 30]

/** Orders the prompts of the test folds without any label, and those of MMLU with few; MT-Bench is never trained on. */
export function pairTrack(
  pairs: readonly Pair[],
  router: RouterUnderTest,
): Readonly<Record<string, PairResult>> {
  const results = pairs.map((pair) => {
    const rows = pair.name === 'mt_bench' ? pair.rows : rowsOn(pair.rows, 'test')
    const few = pair.name === 'mmlu' ? { few_label: fewLabels(pair.rows, router) } : {}
    const scores = {
      ...each(ordersFrom(router), (order) => scoreOf(rows, [order])),
      ...each(few, (orders) => scoreOf(rows, orders)),
      length_all_folds: scoreOf(pair.rows, [lengthOf]),
    }
    const right = {
      weak: mean(rows.map((row) => row.weak)),
      strong: mean(rows.map((row) => row.strong)),
    }
    const result: PairResult = { prompts: rows.length, ...right, scores }
    return [pair.name, result] as const
  })
  return Object.fromEntries(results)
}

function ordersFrom(router: RouterUnderTest): Readonly<Record<string, Order>> {
  const fleet = router.start([PAIR_MODELS.weak, PAIR_MODELS.strong])
  return {
    random: () => 0,
    length: lengthOf,
    keywords: (text) => keywordScores(text).complexity,
    complexity: complexityScore,
    zero_label: (text) => router.profileOf(text).difficulty,
    zero_label_gain: (text) => {
      const profile = router.profileOf(text)
      const [weak = 0, strong = 0] = fleet.qualities(profile)
      return router.worthOf(profile) * (strong - weak)
    },
  }
}

function lengthOf(text: string): number {
  return text.length
}

/** Means over the orders, the interval of their mean among them. */
function scoreOf(rows: readonly PairRow[], orders: readonly Order[]): PairScore {
  const called = orders.map((order) => rows.map((row) => ({ ...row, score: order(row.text) })))
  const figures = called.map(pairFigures)
  const areas = called.map(resampledArea)
  return {
    apgr: mean(figures.map(({ apgr }) => apgr)),
    cpt50: mean(figures.map(({ cpt50 }) => cpt50)),
    cpt80: mean(figures.map(({ cpt80 }) => cpt80)),
    ci95: bootstrapInterval(rows.length, (counts) => mean(areas.map((area) => area(counts)))),
  }
}

/** One order for each draw of labels; how strongly to shrink is chosen on the dev fold by the first draw. */
function fewLabels(rows: readonly PairRow[], router: RouterUnderTest): readonly Order[] {
  const dev = rowsOn(rows, 'dev')
  const draws = SEEDS.map((seed) =>
    shuffled(rowsOn(rows, 'train'), seededRandom(seed), LABELS).map((row) => ridgeRow(row, router)),
  )
  const orderOf = (draw: readonly RidgeRow[], penalty: number): Order => {
    const predict = ridge(draw, penalty)
    return (text) => predict(ridgeRow({ text, weak: 0, strong: 0 }, router))
  }
  const [best] = PENALTIES.map((penalty) => {
    const order = orderOf(draws[0] ?? [], penalty)
    const { apgr } = pairFigures(dev.map((row) => ({ ...row, score: order(row.text) })))
    return { penalty, apgr }
  }).sort((a, b) => b.apgr - a.apgr)
  return draws.map((draw) => orderOf(draw, best?.penalty ?? 3))
}

function ridgeRow(
  { text, weak, strong }: Pick<PairRow, 'text' | 'weak' | 'strong'>,
  router: RouterUnderTest,
): RidgeRow {
  return {
    features: router.featuresOf(text),
    logLength: Math.log(text.length + 1),
    target: strong - weak,
  }
}

function each<Value, Result>(
  values: Readonly<Record<string, Value>>,
  change: (value: Value) => Result,
): Readonly<Record<string, Result>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]))
}
