import type { Catalog, Model, Placement } from '../contracts/model.ts'
import type { Names } from './resolve.ts'
import type { RouteOptions } from './route.ts'

/** All that decisions depend on besides the request, the moment and what is believed of the models. */
export interface World {
  readonly catalog: Catalog
  readonly names: Names
  readonly options: RouteOptions
  /** Backends that may be made to fetch an address. */
  readonly fetching: readonly string[]
}

/** Equal texts for worlds that decide alike: when the catalog was made, and how busy servers said they were, is not in it. */
export function worldToText({ catalog, names, options, fetching }: World): string {
  const { raising, ...rest } = options
  return JSON.stringify({
    models: Array.from(catalog.models, ([key, { id, placements }]) => ({
      ...{ key, id },
      placements: placements.map(({ load: _, ...rest }) => rest),
    })),
    backends: catalog.backends.map(({ name, kind, remote, up }) => ({ name, kind, remote, up })),
    names,
    options: { ...rest, raising: [...raising].sort() },
    fetching,
  })
}

interface KeptWorld extends Pick<World, 'names' | 'fetching'> {
  readonly models: readonly (Model & { readonly key: string })[]
  readonly backends: readonly Pick<Catalog['backends'][number], 'name' | 'kind' | 'remote' | 'up'>[]
  readonly options: Omit<RouteOptions, 'raising'> & { readonly raising: readonly string[] }
}

/** The world that such a text was made of; throws on any other text. */
export function worldFromText(text: string): World {
  const { models, backends, names, options, fetching } = JSON.parse(text) as KeptWorld
  const placements = models.flatMap((model) => model.placements)
  return {
    catalog: {
      revision: 0,
      models: new Map(models.map(({ key, id, placements }) => [key, { id, placements }])),
      backends: backends.map((one) => ({ ...one, url: '', models: countAt(one.name, placements) })),
      lookedAt: 0,
    },
    names,
    options: { ...options, raising: new Set(options.raising) },
    fetching,
  }
}

function countAt(backend: string, placements: readonly Placement[]): number {
  return placements.filter((one) => one.backend === backend).length
}
