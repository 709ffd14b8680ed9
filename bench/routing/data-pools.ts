import { join } from 'node:path'
import { billionsActive } from './model-size.ts'
import type { Pool } from './pool.ts'
import { readPool } from './read-pool.ts'

/** A pool of the benchmark and the folders that it is read from. */
export interface DataPool {
  readonly name: string
  readonly folders: readonly string[]
  read(data: string): Pool
}

const MMLU_PRO_MODELS = [
  'Meta-Llama-3_1-8B-Instruct',
  'Meta-Llama-3_1-70B-Instruct',
  'Mixtral-8x7B-Instruct-v0.1',
  'Phi-3-mini-4k-instruct',
  'mathstral-7B',
  'c4ai-command-r-v01',
  'Qwen1.5-72B-Chat',
  'jamba-1.5-large',
  'gemini-1.5-flash-002',
]

const ZEROEVAL_MODELS = [
  'Meta-Llama-3.1-70B-Instruct',
  'Meta-Llama-3.1-8B-Instruct',
  'Mistral-Large-2',
  'Phi-3.5-mini-instruct',
  'Qwen2-72B-Instruct',
  'Qwen2-7B-Instruct',
  'Yi-1.5-34B-Chat',
  'Yi-1.5-9B-Chat',
  'claude-3-haiku-20240307',
  'gemma-2-2b-it',
  'gemma-2-9b-it',
  'gpt-4o-mini-2024-07-18',
]

const CHARS_PER_TOKEN = 4

/** What an answer of the recorded length costs. */
const BY_LENGTH = {
  file: 'output_chars.csv',
  price: (chars: number, model: string) =>
    (billionsActive(model) * chars) / 1_000 / CHARS_PER_TOKEN,
}

/** The pools that every run is about: nine local models, nine on MMLU-Pro, twelve on ZeroEval. */
export const DATA_POOLS: readonly DataPool[] = [
  {
    name: 'local-9',
    folders: ['llmrouter_9models'],
    read: (data) => readPool(join(data, 'llmrouter_9models'), { name: 'local-9' }),
  },
  { name: 'mmlu-pro', folders: ['mmlu_pro'], read: readMmluPro },
  {
    name: 'zeroeval',
    folders: ['zeroeval_gsm', 'zeroeval_math_l5', 'zeroeval_crux'],
    read: readZeroEval,
  },
]

function readMmluPro(data: string): Pool {
  return readPool(join(data, 'mmlu_pro'), {
    name: 'mmlu-pro',
    models: MMLU_PRO_MODELS,
    cost: BY_LENGTH,
  })
}

function readZeroEval(data: string): Pool {
  const parts = ['zeroeval_gsm', 'zeroeval_math_l5', 'zeroeval_crux'].map((folder) =>
    readPool(join(data, folder), { models: ZEROEVAL_MODELS, task: folder, cost: BY_LENGTH }),
  )
  const total = (of: (pool: Pool) => number): number =>
    parts.reduce((count, pool) => count + of(pool), 0)
  return {
    name: 'zeroeval',
    models: ZEROEVAL_MODELS,
    pricedBySize: true,
    rows: parts.flatMap(({ rows }) => rows),
    duplicates: total(({ duplicates }) => duplicates),
    incomplete: total(({ incomplete }) => incomplete),
  }
}
