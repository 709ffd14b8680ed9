import type { Backend } from '../../contracts/backend.ts'
import { GatewayError } from '../../contracts/errors.ts'
import type { Placement } from '../../contracts/model.ts'
import { placementsOf } from '../../routing/resolve.ts'
import type { Serving } from '../../serving/serving.ts'
import type { Endpoint } from '../endpoint.ts'
import { untilGone } from '../until-gone.ts'

type Order = 'load' | 'unload'

/** Puts a model into memory or has it leave, and answers when that is done: `/admin/models/{id or id@backend}/load`. */
export const adminModelMemory: Endpoint = {
  method: 'POST',
  path: '/admin/models/*',
  access: 'admin',
  async handle({ serving }, request, reply) {
    const path = (request.params as { readonly '*': string })['*']
    const { id, order } = orderIn(path)
    const { catalog, backends } = serving.snapshot()
    const placements = placementsOf(id, catalog)
    if (placements === undefined) {
      throw new GatewayError('model_not_found', `There is no model "${id.slice(0, 200)}".`)
    }
    const signal = untilGone(reply.raw)
    const done = meant(placements, order)
    for (const placement of done) {
      await carryOut(
        order,
        { serving, placement, backend: backends.get(placement.backend) },
        signal,
      )
    }
    const loaded = order === 'load'
    return { placements: done.map(({ key, backend }) => ({ key, backend, loaded })) }
  },
}

/** Ids may hold slashes. */
function orderIn(path: string): { readonly id: string; readonly order: Order } {
  const [, id = '', order] = /^(.+)\/(load|unload)$/.exec(path) ?? []
  if (order === 'load' || order === 'unload') return { id, order }
  throw new GatewayError('not_found', 'A model takes the orders /load and /unload.')
}

/** A model is loaded in one place, the first that can be reached, and unloaded wherever it may be in memory. */
function meant(placements: readonly Placement[], order: Order): readonly Placement[] {
  const up = placements.filter((placement) => placement.up)
  const held = order === 'load' ? up.slice(0, 1) : up.filter(({ loaded }) => loaded !== false)
  return held.length > 0 ? held : placements.slice(0, 1)
}

interface Site {
  readonly serving: Serving
  readonly placement: Placement
  readonly backend: Backend | undefined
}

/** With the same context as every request, since another would have the model loaded anew. */
async function carryOut(
  order: Order,
  { serving, placement, backend }: Site,
  signal: AbortSignal,
): Promise<void> {
  const contextSetting = serving.contextFor(placement, undefined)
  const { keepAlive } = serving.snapshot().rules
  const call = { placement: { ...placement, contextSetting }, keepAlive }
  const work =
    order === 'load' ? backend?.load?.(call, signal) : backend?.unload?.(placement, signal)
  if (work === undefined) {
    const message = `The backend ${placement.backend} cannot be told to load or unload a model.`
    throw new GatewayError('not_manageable', message, { backend: placement.backend })
  }
  try {
    await work
  } finally {
    serving.suspect(placement.backend)
  }
}
