import type { Simulation } from '../engine/simulation.ts'
import type { ServerState } from '../engine/state.ts'
import { Instances } from './instances.ts'
import { badJson, failure, notFound } from './refuse.ts'
import { routerRoutes } from './router.ts'
import { singleServer } from './single.ts'

/** A server that speaks llama.cpp's protocol as builds b11549 (one model) and b10434 (router) were recorded. */
export function simulateLlamaCpp(state: ServerState): Simulation {
  const llama = { state, instances: new Instances(state) }
  const mode = state.description.router ? routerRoutes(llama) : singleServer(llama)
  return {
    kind: 'llama.cpp',
    ...mode,
    headers: { server: 'llama.cpp', 'access-control-allow-origin': '' },
    missing: notFound,
    badJson,
    failure,
    loaded: () =>
      llama.instances.running
        .filter((instance) => instance.loaded)
        .map(({ model }) => ({ name: model.name, context: model.servedContext })),
  }
}
