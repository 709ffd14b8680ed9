import { GatewayError } from '../../contracts/errors.ts'
import type { Model } from '../../contracts/model.ts'
import { resolve } from '../../routing/resolve.ts'
import type { Endpoint } from '../endpoint.ts'
import { modelEntry, routerEntry } from './models.ts'

/** One model by its name, which may hold slashes. */
export const model: Endpoint = {
  method: 'GET',
  path: '/v1/models/*',
  access: 'client',
  handle({ settings, serving }, request) {
    const id = (request.params as { readonly '*': string })['*']
    const { catalog, names } = serving.snapshot()
    const target = resolve(id, catalog, names)
    if (target.kind === 'route') return routerEntry(settings, target.policy)
    if (target.kind === 'model') return modelEntry(named(target.placements), settings)
    throw new GatewayError('model_not_found', `There is no model "${id.slice(0, 200)}".`, {
      param: 'model',
    })
  },
}

function named(placements: Model['placements']): Model {
  return { id: placements[0]?.model ?? '', placements }
}
