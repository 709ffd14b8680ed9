import type { JudgeStatus } from '../../contracts/judge.ts'
import type { Catalog } from '../../contracts/model.ts'
import type { Endpoint } from '../endpoint.ts'

/** How many requests there were, by the original's names; counted over those that are kept. */
export const adminStats: Endpoint = {
  method: 'GET',
  path: '/admin/stats',
  access: 'admin',
  async handle({ settings, serving, counts, learning }) {
    const { total, errors, byModel, byFamily } = await counts()
    const loaded = loadedModels(serving.snapshot().catalog)
    return {
      uptime_seconds: Math.max(0, Math.floor(Date.now() / 1000) - settings.startedAt),
      total_requests: total,
      total_errors: errors,
      requests_by_model: byModel,
      requests_by_category: byFamily,
      current_loaded_model: loaded[0] ?? null,
      loaded_models: loaded,
      judge: judgeJson(learning.judge()),
    }
  },
}

function loadedModels({ models }: Catalog): readonly string[] {
  const loaded = [...models.values()].filter(({ placements }) =>
    placements.some((placement) => placement.loaded === true),
  )
  return loaded.map(({ id }) => id)
}

function judgeJson(judge: JudgeStatus | undefined) {
  if (judge === undefined) return null
  return {
    ...{ model: judge.model, backend: judge.backend, problem: judge.problem ?? null },
    ...{ agreement: judge.agreement ?? null, pairs: judge.pairs, weight: judge.weight ?? null },
    ...{ calls: judge.calls, max_calls: judge.maxCalls },
    ...{ cost: judge.priced ? judge.cost : null, max_cost: judge.maxCost },
  }
}
