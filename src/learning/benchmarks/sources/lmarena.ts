import type { BenchmarkRow } from '../../../contracts/benchmark.ts'
import type { BenchmarkSource } from '../benchmark.ts'
import { checkedRows } from '../checked-rows.ts'
import { datasetRows } from '../dataset-rows.ts'
import { familyOfMetric } from '../metrics.ts'

const NAME = 'lmarena'

/** Kinds of work that people compared answers of, and what they are called here. */
const CATEGORIES: readonly (readonly [category: string, metric: string])[] = [
  ['overall', 'arena'],
  ['coding', 'arena-coding'],
  ['math', 'arena-math'],
  ['creative_writing', 'arena-writing'],
]

/** Whose answers people like better, as Elo numbers: the Chatbot Arena's own data set. */
export const lmarena: BenchmarkSource = {
  name: NAME,
  aliases: ['lmsys', 'arena', 'chatbot-arena'],
  licence: 'CC-BY-4.0',
  async fetch(options) {
    const all: BenchmarkRow[] = []
    for (const [category, metric] of CATEGORIES) {
      const table = {
        ...{ source: NAME, dataset: 'lmarena-ai/leaderboard-dataset' },
        ...{ config: 'text', split: 'latest', where: ['category', category] as const },
      }
      const rows = await datasetRows(table, options)
      all.push(...rows.filter((row) => row['category'] === category).flatMap(figureOf(metric)))
    }
    return checkedRows(NAME, all, options.now)
  },
}

function figureOf(
  metric: string,
): (row: Readonly<Record<string, unknown>>) => readonly BenchmarkRow[] {
  return ({ model_name: model, rating: value, leaderboard_publish_date: day }) => {
    if (typeof model !== 'string' || typeof value !== 'number' || value <= 0) return []
    const date = `${day}`.slice(0, 10)
    return [{ source: NAME, model, metric, value, date, family: familyOfMetric(NAME, metric) }]
  }
}
