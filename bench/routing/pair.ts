/** One prompt that RouteLLM's weak and strong model answered. */
export interface PairRow {
  readonly text: string
  /** 0 to 9, by its question. */
  readonly fold: number
  readonly weak: number
  readonly strong: number
}

/** Prompts with the answers of two models. */
export interface Pair {
  readonly name: 'mmlu' | 'gsm8k' | 'mt_bench'
  readonly rows: readonly PairRow[]
  readonly duplicates: number
}

/** Names of the two models, for what the router expects of them. */
export const PAIR_MODELS = { weak: 'mixtral-8x7b-instruct-v0.1', strong: 'gpt-4-1106-preview' }
