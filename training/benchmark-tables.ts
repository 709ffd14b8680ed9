import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { readTable } from '../bench/routing/read-input.ts'
import type { SnapshotSource } from '../src/learning/benchmarks/snapshot.ts'

type Scores = Record<string, number>

/** ZeroEval's lists, what they count, and what they are called here. */
const ZEROEVAL = [
  ['gsm', 'Acc', 'gsm8k'],
  ['math-l5', 'Acc', 'math-l5'],
  ['crux', 'Acc', 'crux'],
  ['mmlu-redux', 'Acc', 'mmlu-redux'],
  ['zebra-grid', 'Puzzle Acc', 'zebra'],
] as const

const WILDBENCH = [
  ['Creative Tasks', 'wild-writing'],
  ['Coding & Debugging', 'wild-code'],
  ['Planning & Reasoning', 'wild-reasoning'],
  ['Information/Advice seeking', 'wild-advice'],
  ['Math & Data Analysis', 'wild-math'],
] as const

/** Columns of LLMRouterBench's tables; the others are of work that is none of the router's kinds, or misread answers. */
const LLMROUTERBENCH = [
  ['AIME', 'aime'],
  ['MATH500', 'math-500'],
  ['MATHBench', 'mathbench'],
  ['LiveMathBench', 'livemathbench'],
  ['LiveCodeBench', 'livecodebench'],
  ['KORBench', 'korbench'],
  ['KnightsKnaves', 'knights-knaves'],
  ['BBH', 'bbh'],
  ['MMLU-Pro', 'mmlu-pro'],
  ['GPQA', 'gpqa'],
  ['HLE', 'hle'],
  ['SimpleQA', 'simpleqa'],
  ['MedQA', 'medqa'],
  ['ArenaHard', 'arena-hard'],
  ['Tau2', 'tau2'],
] as const

/** Names that would be read as a smaller model of the same name. */
const MEANT: Readonly<Record<string, string>> = { 'deepseek-coder-v2': 'deepseek-coder-v2:236b' }

/** The tables that may be shipped, in `folder`; a list that names no day has that of its newest model. */
export function benchmarkTables(folder: string): Readonly<Record<string, SnapshotSource>> {
  return {
    zeroeval: {
      licence: 'Apache-2.0',
      origin: 'https://github.com/WildEval/ZeroEval at 8c1485edf12c',
      date: '2025-04-18',
      metrics: Object.fromEntries(
        ZEROEVAL.map(([list, count, metric]) => [metric, zeroEval(folder, list, count)]),
      ),
    },
    wildbench: {
      licence: 'Apache-2.0',
      origin: 'https://github.com/allenai/WildBench at d6b8dcaf377d',
      date: '2024-08-01',
      metrics: wildBench(folder),
    },
    aider: {
      licence: 'Apache-2.0',
      origin: 'https://github.com/Aider-AI/aider at 5dc9490bb35f',
      ...aider(folder),
    },
    llmrouterbench: {
      licence: 'MIT',
      origin: 'https://github.com/ynulihao/LLMRouterBench at 0e267fb1a3c4, tables 6 and 9',
      date: '2025-10-01',
      metrics: llmRouterBench(folder),
    },
  }
}

function zeroEval(folder: string, list: string, count: string): Scores {
  const rows = json(folder, `zeroeval_${list}.summary.json`) as readonly Record<string, string>[]
  return scores(rows.map((row) => [row['Model'] ?? '', Number(row[count]) / 100]))
}

interface WildBench {
  readonly task_categorized_scores: Readonly<Record<string, number>>
}

/** Its marks go from -8 to 10, where 0 is a poor answer: what is above that counts as the share that was right. */
function wildBench(folder: string): Record<string, Scores> {
  const models = Object.entries(json(folder, 'wildbench_score.json') as Record<string, WildBench>)
  return Object.fromEntries(
    WILDBENCH.map(([category, metric]) => [
      metric,
      scores(
        models.map(([model, { task_categorized_scores: marks }]) => [
          model,
          Math.max(0, (marks[category] ?? Number.NaN) / 10),
        ]),
      ),
    ]),
  )
}

interface AiderRow {
  readonly model: string
  readonly pass_rate_2: number
  readonly date: string | Date
}

function aider(folder: string): Pick<SnapshotSource, 'date' | 'metrics'> {
  const text = readFileSync(join(folder, 'aider_polyglot_leaderboard.yml'), 'utf8')
  const rows = (parse(text) as readonly AiderRow[]).filter(({ model }) => !model.includes(' + '))
  const days = rows.map(({ date }) => `${date}`.slice(0, 10)).toSorted()
  const metrics = {
    'aider-polyglot': scores(rows.map((row) => [row.model, row.pass_rate_2 / 100])),
  }
  return { date: days.at(-1) ?? '', metrics }
}

function llmRouterBench(folder: string): Record<string, Scores> {
  const tables = ['table6_local', 'table9_flagship'].map((name) =>
    readTable(join(folder, `llmrouterbench_${name}.csv`)),
  )
  const metrics = LLMROUTERBENCH.map(([column, metric]) => {
    const cells = tables.flatMap(({ header, rows }) => {
      const at = header.indexOf(column)
      return rows.map((row): [string, number] => [row[0] ?? '', numberIn(row[at])])
    })
    return [metric, scores(cells)] as const
  })
  return Object.fromEntries(metrics)
}

function numberIn(cell: string | undefined): number {
  return cell === undefined || cell.trim() === '' ? Number.NaN : Number(cell) / 100
}

/** Of several figures of one model the best, which is what it can do. */
function scores(rows: readonly (readonly [model: string, value: number])[]): Scores {
  const best: Scores = {}
  for (const [published, value] of rows) {
    const model = MEANT[published] ?? published
    if (!Number.isFinite(value) || value < (best[model] ?? 0)) continue
    best[model] = Number(value.toFixed(4))
  }
  return best
}

function json(folder: string, name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'))
}
