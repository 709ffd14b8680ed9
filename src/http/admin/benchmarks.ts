import type { BenchmarkSync, MatchedBenchmark } from '../../contracts/benchmark.ts'
import { placementsOf } from '../../routing/resolve.ts'
import type { Endpoint } from '../endpoint.ts'
import { pageOf } from '../paging.ts'

/** Published figures that speak of models here: a page of all, of one model's or of one source's. */
export const adminBenchmarks: Endpoint = {
  method: 'GET',
  path: '/admin/benchmarks',
  access: 'admin',
  handle({ learning, serving }, { query }) {
    const page = pageOf(query)
    const { model, source } = query as Readonly<Record<string, unknown>>
    const { matched, syncs } = learning.benchmarks()
    const { catalog } = serving.snapshot()
    const meant = typeof model === 'string' ? placementsOf(model, catalog)?.[0]?.model : undefined
    const asked = matched
      .filter((one) => typeof model !== 'string' || one.model === meant)
      .filter(({ row }) => typeof source !== 'string' || row.source === source)
      .toSorted(byName)
    return {
      total: asked.length,
      ...page,
      benchmarks: asked.slice(page.offset, page.offset + page.limit).map(describe),
      last_sync: momentOf(Math.max(0, ...syncs.map(({ at }) => at ?? 0))),
      sync_status: statusOf(syncs),
      sources: syncs.map(({ source: name, at, triedAt, rows, problem }) => ({
        ...{ name, rows, problem: problem ?? null },
        ...{ last_sync: momentOf(at ?? 0), last_try: momentOf(triedAt) },
      })),
    }
  },
}

function byName(one: MatchedBenchmark, other: MatchedBenchmark): number {
  const key = ({ model, row }: MatchedBenchmark): string => `${model} ${row.source} ${row.metric}`
  return key(one) < key(other) ? -1 : 1
}

function describe({ model, row, confidence }: MatchedBenchmark): object {
  return {
    ...{ ollama_name: model, full_name: row.model, source: row.source, metric: row.metric },
    ...{ value: row.value, family: row.family ?? null },
    ...{ match_confidence: confidence, last_updated: row.date },
  }
}

function statusOf(syncs: readonly BenchmarkSync[]): string {
  if (syncs.length === 0) return 'never'
  return syncs.some(({ problem }) => problem !== undefined) ? 'failed' : 'success'
}

function momentOf(at: number): string | null {
  return at === 0 ? null : new Date(at).toISOString()
}
