import type { Placement } from '../../contracts/model.ts'
import { matchesGlob } from '../../std/glob.ts'
import { nearNames } from '../../std/near-names.ts'
import type { Surveyed } from '../../survey.ts'
import { type Finding, warning } from './finding.ts'

/** Where the names of a backend's models do not mean what its user may think. */
export function nameFindings(
  backend: Surveyed,
  placements: readonly Placement[],
  routed: readonly string[],
): readonly Finding[] {
  return [...vainPatterns(backend), ...reachedByName(backend, placements, routed)]
}

/** Patterns of `models:` that none of the models has. */
function vainPatterns({ settings: { name, models }, sight }: Surveyed): readonly Finding[] {
  const ids = (sight.look?.models ?? []).map(({ id }) => id)
  if (ids.length === 0) return []
  return models
    .filter((glob) => !ids.some((id) => meets(glob, id, name)))
    .map((glob) => {
      const near = nearNames(glob.replaceAll('*', ''), ids)
      const remedy =
        near.length === 0
          ? 'see how they are called: npm start -- models'
          : `did you mean ${near.join(' or ')}?`
      return warning(`backend ${name}`, `${glob} under its models: fits none of them`, remedy)
    })
}

/** As patterns of models are understood everywhere: with and without `:latest`, and by `model@backend`. */
function meets(glob: string, id: string, backend: string): boolean {
  const ids = [id, id.replace(/:latest$/i, '')]
  const pinned = glob.includes('@') ? ids.map((one) => `${one}@${backend}`) : []
  return [...ids, ...pinned].some((one) => matchesGlob(glob, one))
}

/** Models that cost, under names that clients use by themselves. */
function reachedByName(
  { settings: { name } }: Surveyed,
  placements: readonly Placement[],
  routed: readonly string[],
): readonly Finding[] {
  const [first, ...others] = placements.filter(
    ({ remote, routable, model }) =>
      remote && !routable && routed.some((glob) => matchesGlob(glob, model)),
  )
  if (first === undefined) return []
  const more = others.length === 0 ? '' : ` (${others.length} more like it)`
  const text = `clients that name ${first.model} exactly reach it at ${name}, though it is not in its models:${more}`
  const remedy =
    'if that is not meant, put such names under models.exclude: the router then chooses for them'
  return [warning(`backend ${name}`, text, remedy)]
}
