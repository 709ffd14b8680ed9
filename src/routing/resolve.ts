import type { Catalog, Placement } from '../contracts/model.ts'
import { foldId } from '../models/model-id.ts'
import { matchesGlob } from '../std/glob.ts'
import { nearNames } from '../std/near-names.ts'
import { policySuffix } from './policies.ts'

/** What a request may be sent to. */
export type Target =
  /** Any model: the router chooses, by this policy if one was named with it. */
  | { readonly kind: 'route'; readonly policy?: string }
  /** One model, on any of these placements. */
  | { readonly kind: 'model'; readonly placements: readonly Placement[] }
  | { readonly kind: 'unknown'; readonly requested: string; readonly near: readonly string[] }

/** The names that are not models. */
export interface Names {
  /** The router's own. */
  readonly external: string
  /** Globs and what they stand for: the router's name, a model, a model on one backend, or another alias. */
  readonly aliases: readonly (readonly [glob: string, meaning: string])[]
  /** Globs of names that clients insist on: one that nothing else has means the router's own. Absent = none. */
  readonly routed?: readonly string[]
}

/**
 * Finds what the client meant by `model`: exact names win over aliases, of which the first that matches counts, and both
 * over names that are routed.
 */
export function resolve(requested: string | undefined, catalog: Catalog, names: Names): Target {
  if (requested === undefined) return { kind: 'route' }
  let name = requested
  let aliases = names.aliases
  for (;;) {
    const target = named(name, catalog, names)
    if (target !== undefined) return target
    const alias = aliases.find(([glob]) => matchesGlob(glob, name))
    if (alias === undefined) return nameless(name, requested, { catalog, names })
    name = alias[1]
    aliases = aliases.filter((other) => other !== alias)
  }
}

/** The placements of a model by its id, or of `id@backend` on that backend alone. */
export function placementsOf(name: string, catalog: Catalog): readonly Placement[] | undefined {
  const folded = foldId(name)
  const model = catalog.models.get(folded)
  return model?.placements ?? pinned(folded, catalog)
}

function named(name: string, catalog: Catalog, names: Names): Target | undefined {
  if (foldId(name) === foldId(names.external)) return { kind: 'route' }
  const policy = policySuffix(name, names.external)
  if (policy !== undefined) return { kind: 'route', policy }
  const placements = placementsOf(name, catalog)
  return placements && { kind: 'model', placements }
}

/** Ids may hold `@` themselves, so every one of them may be the one before the backend. */
function pinned(name: string, catalog: Catalog): readonly Placement[] | undefined {
  for (let at = name.lastIndexOf('@'); at > 0; at = name.lastIndexOf('@', at - 1)) {
    const backend = name.slice(at + 1)
    const model = catalog.models.get(foldId(name.slice(0, at)))
    const there = model?.placements.filter((other) => other.backend.toLowerCase() === backend)
    if (there !== undefined && there.length > 0) return there
  }
  return undefined
}

/** What nothing goes by, as it was `requested` and as aliases turned it into `name`. */
function nameless(
  name: string,
  requested: string,
  { catalog, names }: { readonly catalog: Catalog; readonly names: Names },
): Target {
  const isRouted = names.routed?.some((glob) => matchesGlob(glob, name)) === true
  if (isRouted && !isPinned(name, catalog)) return { kind: 'route' }
  const known = [names.external, ...Array.from(catalog.models.values(), (model) => model.id)]
  return { kind: 'unknown', requested, near: nearNames(requested, known) }
}

/** How some clouds spell a model's version: `claude-sonnet-4-5@20250929`. */
const DATED = /^[^@]+@\d{8}$/

/** Who asks for one backend, be it one that is not here, does not want another, whatever the model is called. */
function isPinned(name: string, { backends }: Catalog): boolean {
  if (!name.includes('@')) return false
  const backend = name.slice(name.lastIndexOf('@') + 1).toLowerCase()
  return !DATED.test(name) || backends.some((one) => one.name.toLowerCase() === backend)
}
