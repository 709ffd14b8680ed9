import type { Catalog, Placement } from '../contracts/model.ts'
import type {
  Intent,
  LiveState,
  Plan,
  PromptProfile,
  Rejection,
  RoutePlan,
  Session,
} from '../contracts/routing.ts'
import type { Abilities } from './abilities.ts'
import { contendersOf } from './contenders.ts'
import { type ContextLimits, type ContextNeed, contextNeed } from './context-need.ts'
import { demandOf } from './demand.ts'
import { everythingIn } from './everything.ts'
import type { Exploration } from './explore.ts'
import type { Filter, Wants } from './filter.ts'
import { health } from './filters/health.ts'
import { abilityFilters, stateFilters } from './filters/index.ts'
import { guardOf } from './guard.ts'
import { foldedNames, noneOf } from './intent.ts'
import { orderFor } from './rank.ts'
import { Ranked } from './ranked.ts'
import { profileReason } from './reason.ts'
import { refusal } from './refusal.ts'
import type { Target } from './resolve.ts'
import { keepSession } from './session.ts'
import { unknownModel } from './unknown-model.ts'
import { ratesFor } from './utility.ts'

/** What the user set for all requests. */
export interface RouteOptions extends ContextLimits {
  /** 0 = the fastest model, 1 = the best, where a policy does not say it. */
  readonly qualityPreference: number
  /** How boldly models are tried out where that is allowed: 0 = never, 1 = as far as the doubt goes. */
  readonly exploration: number
  /** What the user can do when there is no model at all. */
  readonly nextSteps?: string | undefined
}

/** Everything that a decision depends on. */
export interface RouteInput {
  readonly profile: PromptProfile
  readonly target: Target
  readonly intent: Intent
  readonly catalog: Catalog
  readonly abilities: Abilities
  readonly live: LiveState
  readonly options: RouteOptions
  /** Where the conversation was answered last. */
  readonly session?: Session | undefined
  /** Absent = nothing is tried out. */
  readonly exploration?: Exploration | undefined
}

/** Chooses who may answer and in which order; the same input always gives the same plan. */
export function route(input: RouteInput): RoutePlan {
  const { target, catalog, profile, intent, options } = input
  const rates = ratesFor(intent.policy.qualityPreference, profile.difficulty)
  if (target.kind === 'unknown') return { ...unknownModel(target), candidates: [], rates }
  const unknown = intent.only && noneOf(intent.only, catalog)
  if (unknown !== undefined)
    return { mode: 'route', candidates: [], rejected: [], error: unknown, rates }
  const { asked, mode } = scopeOf(target, input)
  const { passed, rejected: unfit, context } = filtered(asked, mode, input)
  const session = passed.some(({ model }) => model === input.session?.model)
    ? input.session
    : undefined
  const demand = demandOf(profile)
  const { contenders, rejected: refused } = contendersOf(passed, demand, rates, {
    ...input,
    session,
  })
  const rejected = [...unfit, ...refused]
  if (contenders.length === 0) {
    const { nextSteps } = options
    const error = refusal({ mode, profile, catalog, rejected, limits: options, intent, nextSteps })
    return { mode, candidates: [], rejected, error, rates }
  }
  const preference = intent.policy.qualityPreference
  contenders.sort(orderFor(profile, preference))
  if (mode === 'route' && profile.kind === 'chat') keepSession(contenders, session)
  const [first] = contenders
  const why = mode === 'route' ? profileReason(profile) : 'asked for by name'
  const question = { why, demand, context }
  return {
    mode,
    candidates: contenders.map((contender) => new Ranked(contender, question)),
    rejected,
    rates,
    guard: first && guardOf(first, contenders, preference),
  }
}

interface Scope {
  readonly asked: readonly Placement[]
  readonly mode: Plan['mode']
}

/** A model that is named together with a list of others is one more of that list. */
function scopeOf(
  target: Exclude<Target, { kind: 'unknown' }>,
  { catalog, intent }: RouteInput,
): Scope {
  if (target.kind === 'model' && intent.only === undefined) {
    return { asked: target.placements, mode: 'pinned' }
  }
  return { asked: everythingIn(catalog).placements, mode: 'route' }
}

interface Filtered {
  readonly passed: readonly Placement[]
  readonly rejected: readonly Rejection[]
  readonly context: ContextNeed
}

/** The context is judged among those that every other filter lets through, since raising one is the last resort. */
function filtered(asked: readonly Placement[], mode: Plan['mode'], input: RouteInput): Filtered {
  const { profile, options, live } = input
  const rejected: Rejection[] = []
  const wants = wantsOf(mode, input)
  const able = sifted(asked, abilityFilters, wants, rejected)
  const reach = { ...wants, someUp: asked.some((placement) => placement.up) }
  const context = contextNeed(
    able.filter((placement) => health.reject(placement, reach) === undefined),
    profile,
    { ...options, tokenRatio: (placement) => live(placement).tokenRatio },
  )
  const passed = sifted(able, stateFilters, { ...reach, context }, rejected)
  return { passed, rejected, context }
}

function wantsOf(mode: Plan['mode'], { profile, target, intent }: RouteInput): Wants {
  const named = target.kind === 'model' ? target.placements.map(({ key }) => key) : []
  return {
    mode,
    needs: profile.needs,
    only: foldedNames(intent.only && [...intent.only, ...named]),
    exclude: foldedNames(intent.exclude),
    localOnly: intent.policy.localOnly,
  }
}

/** The placements that none of these filters rejects; the others are added to the rejected. */
function sifted<Facts extends Wants>(
  placements: readonly Placement[],
  by: readonly Filter<Facts>[],
  facts: Facts,
  rejected: Rejection[],
): readonly Placement[] {
  const mattering = by.filter(({ matters }) => matters?.(facts) ?? true)
  return placements.filter((placement) => {
    for (const { name, reject } of mattering) {
      const reason = reject(placement, facts)
      if (reason === undefined) continue
      rejected.push({ placement, reason, filter: name })
      return false
    }
    return true
  })
}
