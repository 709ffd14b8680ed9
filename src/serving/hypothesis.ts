import { GatewayError } from '../contracts/errors.ts'
import type { Catalog, Model, Placement } from '../contracts/model.ts'
import { placementsOf } from '../routing/resolve.ts'
import { nearNames } from '../std/near-names.ts'

/** Names of models by which something is supposed, and the field that they were given in. */
export interface Naming {
  readonly field: string
  /** Each a model's id, or `id@backend`. */
  readonly names: readonly string[]
}

/** The placements that these names mean. Throws a GatewayError that names the field where one means none. */
export function namedPlacements({ field, names }: Naming, catalog: Catalog): readonly Placement[] {
  return names.flatMap((name, at) => {
    const found = placementsOf(name, catalog)
    if (found === undefined) throw unknownName(name, `${field}[${at}]`, catalog)
    return found
  })
}

/** The error for a name in a field that no model goes by. */
export function unknownName(name: string, field: string, catalog: Catalog): GatewayError {
  const near = namesLike(name, catalog).map((one) => `"${one}"`)
  const hint = near.length === 0 ? '' : ` Did you mean ${near.join(', ')}?`
  const message = `${field}: there is no model "${name.slice(0, 200)}".${hint}`
  return new GatewayError('invalid_request', message, { param: field })
}

/** Models, or placements where the name has an `@`, that go by a name like it. */
export function namesLike(name: string, { models }: Catalog): readonly string[] {
  const all = [...models.values()]
  const keys = all.flatMap(({ placements }) => placements.map(({ key }) => key))
  return nearNames(name, name.includes('@') ? keys : all.map(({ id }) => id))
}

/** The catalog with exactly these loaded; backends that cannot tell what is loaded go on not telling. */
export function supposingLoaded(catalog: Catalog, loaded: readonly Placement[]): Catalog {
  const keys = new Set(loaded.map(({ key }) => key))
  const suppose = (placement: Placement): Placement => {
    if (keys.has(placement.key)) return { ...placement, loaded: true, loading: false }
    return placement.loaded === undefined
      ? placement
      : { ...placement, loaded: false, loading: false }
  }
  const models = Array.from(catalog.models, ([key, model]): readonly [string, Model] => [
    key,
    { ...model, placements: model.placements.map(suppose) },
  ])
  return { ...catalog, models: new Map(models) }
}
