import type { Catalog, Placement } from '../contracts/model.ts'

export interface Everything {
  /** Of all models, in the catalog's order. */
  readonly placements: readonly Placement[]
  /** Backends where a model is loaded. */
  readonly occupied: ReadonlySet<string>
}

const surveys = new WeakMap<Catalog, Everything>()

/** What a catalog comes to: the same for every request until there is another one. */
export function everythingIn(catalog: Catalog): Everything {
  const known = surveys.get(catalog)
  if (known !== undefined) return known
  const placements = Array.from(catalog.models.values()).flatMap((model) => model.placements)
  const loaded = placements.filter((placement) => placement.loaded === true)
  const everything = { placements, occupied: new Set(loaded.map(({ backend }) => backend)) }
  surveys.set(catalog, everything)
  return everything
}
