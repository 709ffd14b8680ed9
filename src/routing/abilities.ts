import type { Placement } from '../contracts/model.ts'
import { FAMILIES } from '../contracts/routing.ts'
import { type Ability, unproven } from './ability.ts'
import { DIMENSIONS, FIRST_FAMILY, type Vector } from './dimensions.ts'
import { priorOf } from './prior.ts'

/** What is believed of all models at one time. */
export interface Abilities {
  /** By placement key: those of which something was learned. */
  readonly learned: ReadonlyMap<string, Ability>
  /** What is asked for on average. */
  readonly usual: Vector
  /** Requests answered so far. */
  readonly requests: number
}

/** Before anything was learned: some of each family, of no particular subject. */
export const NOTHING_LEARNED: Abilities = {
  learned: new Map(),
  usual: someOfEach(),
  requests: 0,
}

const priors = new WeakMap<Placement, Ability>()

/** What is believed of a placement's model: what was learned, else what its facts let us expect. */
export function abilityOf(placement: Placement, { learned }: Abilities): Ability {
  const known = learned.get(placement.key) ?? priors.get(placement)
  if (known !== undefined) return known
  const prior = unproven(priorOf(placement))
  priors.set(placement, prior)
  return prior
}

function someOfEach(): Vector {
  const usual = new Float64Array(DIMENSIONS)
  usual[0] = 1
  return usual.fill(1 / FAMILIES.length, FIRST_FAMILY, FIRST_FAMILY + FAMILIES.length)
}
