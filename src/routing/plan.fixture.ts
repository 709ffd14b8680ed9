import type { Placement } from '../contracts/model.ts'
import type {
  Family,
  Intent,
  LiveState,
  Plan,
  PromptProfile,
  RoutePlan,
  Session,
} from '../contracts/routing.ts'
import type { Abilities } from './abilities.ts'
import type { Exploration } from './explore.ts'
import { evidenceOf, FLEET, inputOf, liveOf, OPTIONS, profileOf } from './fleet.fixture.ts'
import { foldFleet } from './fleet-abilities.ts'
import { priorOf } from './prior.ts'
import { type RouteOptions, route } from './route.ts'

export const SMALL_TALK = profileOf('chat', 0.02, { tokensOut: 50 })
export const HARD_CODE = profileOf('code', 0.7, { tokensOut: 500 })

export interface Given {
  readonly fleet?: readonly Placement[]
  readonly live?: LiveState
  readonly options?: Partial<RouteOptions>
  readonly abilities?: Abilities
  readonly intent?: Partial<Intent>
  readonly session?: Session
  readonly exploration?: Exploration
}

export function plan(
  profile: PromptProfile,
  { fleet = FLEET, live = liveOf(), options, intent, ...more }: Given = {},
): RoutePlan {
  const input = inputOf(profile, fleet, { live, options: { ...OPTIONS, ...options }, ...more })
  return route({ ...input, intent: { ...input.intent, ...intent } })
}

/** What is believed when each of these models was asked so often, and did so much of each family right. */
export function judged(
  fleet: readonly Placement[],
  shares: Readonly<Record<string, Partial<Record<Family, number | undefined>>>>,
  count = 40,
): Abilities {
  const known = fleet.map((one) => {
    const rows = Object.entries(shares[one.model] ?? {}) as [Family, number | undefined][]
    const evidence = rows.flatMap(([family, share]) =>
      share === undefined ? [] : evidenceOf(family, share, count),
    )
    return { key: one.key, prior: priorOf(one), evidence }
  })
  return foldFleet(known, 0)
}

export function chosen(profile: PromptProfile, given?: Given): string | undefined {
  return plan(profile, given).candidates[0]?.placement.model
}

export function models({ candidates }: Plan): string[] {
  return candidates.map((candidate) => candidate.placement.model)
}
