import type { BenchmarkRow } from '../../../contracts/benchmark.ts'
import type { BenchmarkSource } from '../benchmark.ts'
import { checkedRows } from '../checked-rows.ts'
import { datasetRows } from '../dataset-rows.ts'
import { familyOfMetric } from '../metrics.ts'

const NAME = 'huggingface'

/** Columns that hold plain shares of right answers; those without `Raw` have the share that guessing gives taken off. */
const COLUMNS: readonly (readonly [column: string, metric: string])[] = [
  ['IFEval Raw', 'ifeval'],
  ['BBH Raw', 'bbh'],
  ['MATH Lvl 5 Raw', 'math-l5'],
  ['GPQA Raw', 'gpqa'],
  ['MUSR Raw', 'musr'],
  ['MMLU-PRO Raw', 'mmlu-pro'],
]

/** The Open LLM Leaderboard, which measured thousands of open models until 2025. */
export const huggingface: BenchmarkSource = {
  name: NAME,
  aliases: ['hf', 'open-llm-leaderboard'],
  licence: 'not stated',
  async fetch(options) {
    const table = {
      ...{ source: NAME, dataset: 'open-llm-leaderboard/contents' },
      ...{ config: 'default', split: 'train' },
    }
    const rows = await datasetRows(table, options)
    return checkedRows(NAME, rows.flatMap(figuresOf), options.now)
  },
}

function figuresOf(row: Readonly<Record<string, unknown>>): readonly BenchmarkRow[] {
  const { fullname: model, Flagged: isFlagged } = row
  const date = `${row['Submission Date'] ?? row['Upload To Hub Date'] ?? ''}`.slice(0, 10)
  if (typeof model !== 'string' || isFlagged === true) return []
  return COLUMNS.flatMap(([column, metric]) => {
    const value = row[column]
    const isShare = typeof value === 'number' && value >= 0 && value <= 1
    const family = familyOfMetric(NAME, metric)
    return isShare ? [{ source: NAME, model, metric, value, date, family }] : []
  })
}
