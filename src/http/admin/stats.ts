import type { Catalog } from '../../contracts/model.ts'
import type { Endpoint } from '../endpoint.ts'

/** How many requests there were, by the original's names; counted over those that are kept. */
export const adminStats: Endpoint = {
  method: 'GET',
  path: '/admin/stats',
  access: 'admin',
  async handle({ settings, serving, counts }) {
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
    }
  },
}

function loadedModels({ models }: Catalog): readonly string[] {
  const loaded = [...models.values()].filter(({ placements }) =>
    placements.some((placement) => placement.loaded === true),
  )
  return loaded.map(({ id }) => id)
}
