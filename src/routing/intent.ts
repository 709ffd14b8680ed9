import { GatewayError } from '../contracts/errors.ts'
import type { Catalog } from '../contracts/model.ts'
import type { Intent, Wishes } from '../contracts/routing.ts'
import { foldId } from '../models/model-id.ts'
import { nearNames } from '../std/near-names.ts'
import type { Names } from './filter.ts'
import { policyOf } from './policies.ts'
import { placementsOf, type Target } from './resolve.ts'

/** A policy named with the request counts before one named with the model. `preference`: the configured one. */
export function intentOf(wishes: Wishes, target: Target, preference: number): Intent {
  const named = wishes.policy ?? (target.kind === 'route' ? target.policy : undefined)
  return {
    policy: policyOf(named, preference),
    only: wishes.models,
    maxSeconds: wishes.maxSeconds,
  }
}

/** Names of models in the form that filters compare. */
export function foldedNames(names: readonly string[] | undefined): Names | undefined {
  return names && new Set(names.map(foldId))
}

/** The error for a list of models of which none exists; undefined = one does. */
export function noneOf(names: readonly string[], catalog: Catalog): GatewayError | undefined {
  if (names.some((name) => placementsOf(name, catalog) !== undefined)) return undefined
  const known = Array.from(catalog.models.values(), ({ id }) => id)
  const near = nearNames(names[0] ?? '', known)
  const hint = near.length === 0 ? '' : ` Did you mean ${near.map((id) => `"${id}"`).join(', ')}?`
  const message = `None of the models in "models" exists here.${hint}`
  return new GatewayError('model_not_found', message, { param: 'models' })
}
