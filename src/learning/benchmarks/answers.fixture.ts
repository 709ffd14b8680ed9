import type { FetchOptions, Get } from './benchmark.ts'

// Written from the documentation of the dataset viewer (huggingface.co/docs/dataset-viewer), the columns that
// open-llm-leaderboard/contents and lmarena-ai/leaderboard-dataset have by their cards, and the documentation of
// Artificial Analysis's free API (artificialanalysis.ai/documentation): shapes and names, figures made up.

/** A moment that the figures below are fresh at. */
const NOW = Date.parse('2026-06-01T12:00:00Z')

/** Rows as the dataset viewer serves them, a page of `size` by the address asked for. */
export function datasetPage(
  rows: readonly Readonly<Record<string, unknown>>[],
  address: string,
  size = 100,
): string {
  const offset = Number(new URL(address).searchParams.get('offset'))
  const page = rows.slice(offset, offset + size)
  return JSON.stringify({
    features: Object.keys(rows[0] ?? {}).map((name, feature_idx) => ({ feature_idx, name })),
    rows: page.map((row, at) => ({ row_idx: offset + at, row, truncated_cells: [] })),
    num_rows_total: rows.length,
    num_rows_per_page: 100,
    partial: false,
  })
}

export function leaderboardRow(fullname: string, date = '2025-03-01'): Record<string, unknown> {
  return {
    eval_name: `${fullname.replace('/', '_')}_bfloat16`,
    ...{ Precision: 'bfloat16', Type: '💬 chat models (RLHF, DPO, IFT, ...)', fullname },
    'Average ⬆️': 35.2,
    ...{ 'IFEval Raw': 0.7585, IFEval: 75.85, 'BBH Raw': 0.5394, BBH: 34.89 },
    ...{ 'MATH Lvl 5 Raw': 0.5, 'MATH Lvl 5': 50, 'GPQA Raw': 0.2911, GPQA: 5.48 },
    ...{ 'MUSR Raw': 0.402, MUSR: 8.42, 'MMLU-PRO Raw': 0.4287, 'MMLU-PRO': 36.52 },
    ...{ Merged: false, Flagged: false, '#Params (B)': 7.616 },
    ...{ 'Upload To Hub Date': '2024-09-16', 'Submission Date': date },
  }
}

export function arenaRow(
  model_name: string,
  rating: number,
  category = 'overall',
  leaderboard_publish_date = '2026-05-20',
): Record<string, unknown> {
  return {
    ...{ model_name, organization: 'somebody', license: 'Apache 2.0', rating },
    ...{ rating_lower: rating - 5, rating_upper: rating + 5, variance: 6.5, vote_count: 20_000 },
    ...{ rank: 1, category, leaderboard_publish_date },
  }
}

export function analysisAnswer(models: readonly unknown[]): string {
  return JSON.stringify({
    status: 200,
    prompt_options: { parallel_queries: 1, prompt_length: 'medium' },
    data: models,
  })
}

export function analysedModel(name: string, release_date?: string): Record<string, unknown> {
  return {
    ...{ id: '2dad8957-4c16-4e74-bf2d-8b21514e0ae9', name, slug: 'a-model', release_date },
    model_creator: {
      id: 'e67e56e3-15cd-43db-b679-da4660a69f41',
      name: 'Somebody',
      slug: 'somebody',
    },
    evaluations: {
      artificial_analysis_intelligence_index: 62.9,
      ...{ mmlu_pro: 0.791, gpqa: 0.748, hle: 0.087, livecodebench: 0.717, scicode: 0.399 },
      ...{ math_500: 0.973, aime: 0.77, ifbench: null },
    },
    pricing: { price_1m_blended_3_to_1: 1.925 },
    median_output_tokens_per_second: 153.831,
  }
}

/** What a source is fetched with, where addresses are answered by a function. */
export function answeredBy(answer: (address: string) => string, key?: string): FetchOptions {
  const get: Get = (address) => Promise.resolve(answer(address))
  return { get, key, now: NOW, signal: AbortSignal.timeout(10_000) }
}
