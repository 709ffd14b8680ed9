import type { BenchmarkRow, MatchedBenchmark } from '../../contracts/benchmark.ts'
import type { KeyedEvidence } from '../../contracts/learning.ts'
import { FAMILIES } from '../../contracts/routing.ts'
import { groupedBy } from '../../std/grouped-by.ts'
import { chanceOf, winShare } from './chance.ts'
import { SAME_MODEL } from './match-confidence.ts'
import { matches, type NamedModel } from './matches.ts'
import { type Metric, metricOf } from './metrics.ts'

/** How far a published figure may be off, in logits: of the model itself, and of one like it. */
const OFF = { same: 0.35, like: 0.6 } as const

/** Sure answers of one family that all benchmarks together count as, so that what is seen here outweighs them. */
const MOST_ANSWERS = 20

/** What published figures say of the models that run here, each metric of each source once a model. */
export function toEvidence(
  rows: readonly BenchmarkRow[],
  models: readonly NamedModel[],
  mapping?: ReadonlyMap<string, string>,
): readonly KeyedEvidence[] {
  const known = rows.filter(({ source, metric }) => metricOf(source, metric) !== undefined)
  const median = medians(known)
  const evidence = matches(known, models, mapping).map((match) => evidenceOf(match, median))
  const byModel = groupedBy(evidence, ({ model }) => model)
  return [...byModel.values()].flatMap(capped)
}

/** The median figure of each metric that ranks by contests. */
function medians(rows: readonly BenchmarkRow[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  const contests = rows.filter(({ source, metric }) => metricOf(source, metric)?.elo === true)
  for (const [key, own] of groupedBy(contests, keyOf)) {
    const values = own.map(({ value }) => value).toSorted((a, b) => a - b)
    found.set(key, values[Math.floor(values.length / 2)] ?? 0)
  }
  return found
}

const UNKNOWN: Metric = { family: 'chat', typical: 0.5, slope: 1 }

function evidenceOf(
  { model, row, confidence }: MatchedBenchmark,
  median: ReadonlyMap<string, number>,
): KeyedEvidence {
  const metric = metricOf(row.source, row.metric) ?? UNKNOWN
  const share = metric.elo ? winShare(row.value, median.get(keyOf(row)) ?? 0) : row.value
  const { work, y } = chanceOf(metric, share)
  const off = (confidence >= SAME_MODEL ? OFF.same : OFF.like) / metric.slope
  return {
    key: `benchmark:${keyOf(row)}:${model}`,
    ...{ model, source: 'benchmark', work, y },
    weight: 1 / (off * off * y * (1 - y)),
    at: Date.parse(row.date),
  }
}

function keyOf({ source, metric }: BenchmarkRow): string {
  return `${source}:${metric}`
}

/** Rows of one model, those of a family scaled down together where they come to too many answers. */
function capped(rows: readonly KeyedEvidence[]): readonly KeyedEvidence[] {
  const byFamily = groupedBy(rows, ({ work }) => FAMILIES.find((name) => work.families[name] === 1))
  return [...byFamily.values()].flatMap((own) => {
    const total = own.reduce((sum, { weight }) => sum + weight, 0)
    const share = Math.min(1, MOST_ANSWERS / total)
    return own.map((row) => ({ ...row, weight: row.weight * share }))
  })
}
