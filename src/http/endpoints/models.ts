import type { Model } from '../../contracts/model.ts'
import { placementsOf } from '../../routing/resolve.ts'
import type { Endpoint, Http, HttpSettings } from '../endpoint.ts'

interface ModelEntry {
  readonly id: string
  readonly object: 'model'
  readonly created: number
  readonly owned_by: string
}

/** Answered from memory, whatever the backends are doing. */
export const models: Endpoint = {
  method: 'GET',
  path: '/v1/models',
  access: 'client',
  handle({ settings, serving }: Http) {
    const router = routerEntry(settings)
    if (!settings.listModels) return { object: 'list', data: [router] }
    const { catalog, names } = serving.snapshot()
    const real = [...catalog.models.values()].map((model) => modelEntry(model, settings))
    const isTaken = (name: string) =>
      name === router.id || placementsOf(name, catalog) !== undefined
    const aliases = names.aliases
      .map(([name]) => name)
      .filter((name) => !/[*?]/.test(name) && !isTaken(name))
    const named = aliases.map((id) => ({ ...entry(id, settings), owned_by: 'alias' }))
    return { object: 'list', data: [router, ...real, ...named] }
  },
}

/** The router itself, by one of its policies if that is named. */
export function routerEntry(settings: HttpSettings, policy?: string): ModelEntry {
  const { externalName } = settings
  return {
    ...entry(policy === undefined ? externalName : `${externalName}:${policy}`, settings),
    ...{ description: 'Routes each request to the model that will answer it best.' },
    ...{ admin_auth_required: settings.adminApiKey !== undefined },
  }
}

export function modelEntry({ id, placements }: Model, settings: HttpSettings): ModelEntry {
  return { ...entry(id, settings), owned_by: placements[0]?.backend ?? 'local' }
}

function entry(id: string, { startedAt }: HttpSettings): ModelEntry {
  return { id, object: 'model', created: startedAt, owned_by: 'local' }
}
