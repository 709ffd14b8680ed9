import type { Catalog, Placement } from '../contracts/model.ts'
import type {
  Candidate,
  Latency,
  LiveState,
  Plan,
  PromptProfile,
  Rejection,
} from '../contracts/routing.ts'
import { type Ability, demandOf, priorAbility } from './ability.ts'
import { type ContextLimits, type ContextNeed, contextNeed, raisedContext } from './context-need.ts'
import type { Filter, Wants } from './filter.ts'
import { health } from './filters/health.ts'
import { abilityFilters, stateFilters } from './filters/index.ts'
import type { Pace } from './latency.ts'
import { pacesOf } from './pace.ts'
import { type Contender, orderFor, tierOf } from './rank.ts'
import { contenderReason, profileReason } from './reason.ts'
import { refusal } from './refusal.ts'
import type { Target } from './resolve.ts'
import { sizeFloor } from './size-floor.ts'
import { unknownModel } from './unknown-model.ts'
import { ratesFor, type Scales, weigh } from './utility.ts'

/** How the user wants to be routed. */
export interface RouteOptions extends ContextLimits {
  /** 0 = the fastest model, 1 = the best. */
  readonly qualityPreference: number
  /** What is believed of each model's skill; absent = the prior from its size and name. */
  abilityOf?(placement: Placement): Ability
  /** Price of an answer, in right answers of average worth; absent = free. */
  costOf?(placement: Placement, profile: PromptProfile): number
  /** What the user can do when there is no model at all. */
  readonly nextSteps?: string | undefined
}

/** Everything that a decision depends on. */
export interface RouteInput {
  readonly profile: PromptProfile
  readonly target: Target
  readonly catalog: Catalog
  readonly live: LiveState
  readonly options: RouteOptions
}

/** Chooses who may answer and in which order; the same input always gives the same plan. */
export function route(input: RouteInput): Plan {
  const { target, catalog, profile, options } = input
  if (target.kind === 'unknown') return unknownModel(target)
  const mode = target.kind === 'route' ? 'route' : 'pinned'
  const asked = target.kind === 'route' ? everythingIn(catalog).placements : target.placements
  const { passed, rejected, context } = filtered(asked, mode, input)
  if (passed.length === 0) {
    const { nextSteps } = options
    return {
      mode,
      candidates: [],
      rejected,
      error: refusal({ mode, profile, catalog, rejected, limits: options, nextSteps }),
    }
  }
  const why = mode === 'route' ? profileReason(profile) : 'asked for by name'
  const candidates = contenders(passed, input)
    .sort(orderFor(profile, options.qualityPreference))
    .map((contender) => new Ranked(contender, why, context))
  return { mode, candidates, rejected }
}

interface Everything {
  /** Of all models, in the catalog's order. */
  readonly placements: readonly Placement[]
  /** Backends where a model is loaded. */
  readonly occupied: ReadonlySet<string>
}

const surveys = new WeakMap<Catalog, Everything>()

/** The same for every request until there is another catalog. */
function everythingIn(catalog: Catalog): Everything {
  const known = surveys.get(catalog)
  if (known !== undefined) return known
  const placements = Array.from(catalog.models.values()).flatMap((model) => model.placements)
  const loaded = placements.filter((placement) => placement.loaded === true)
  const everything = { placements, occupied: new Set(loaded.map(({ backend }) => backend)) }
  surveys.set(catalog, everything)
  return everything
}

interface Filtered {
  readonly passed: readonly Placement[]
  readonly rejected: readonly Rejection[]
  readonly context: ContextNeed
}

/** The context is judged among those that every other filter lets through, since raising one is the last resort. */
function filtered(asked: readonly Placement[], mode: Plan['mode'], input: RouteInput): Filtered {
  const { profile, options } = input
  const rejected: Rejection[] = []
  const wants = { mode, needs: profile.needs }
  const able = sifted(asked, abilityFilters, wants, rejected)
  const reach = { ...wants, someUp: asked.some((placement) => placement.up) }
  const context = contextNeed(
    able.filter((placement) => health.reject(placement, reach) === undefined),
    profile,
    options,
  )
  const passed = sifted(able, stateFilters, { ...reach, context }, rejected)
  return { passed, rejected, context }
}

/** The placements that none of these filters rejects; the others are added to the rejected. */
function sifted<Facts extends Wants>(
  placements: readonly Placement[],
  by: readonly Filter<Facts>[],
  facts: Facts,
  rejected: Rejection[],
): readonly Placement[] {
  return placements.filter((placement) => {
    for (const { name, reject } of by) {
      const reason = reject(placement, facts)
      if (reason === undefined) continue
      rejected.push({ placement, reason, filter: name })
      return false
    }
    return true
  })
}

function contenders(passed: readonly Placement[], input: RouteInput): Contender[] {
  const { profile, live, options } = input
  const { placements, occupied } = everythingIn(input.catalog)
  const floor = sizeFloor(profile)
  let paces: ReadonlyMap<string, Pace> | undefined
  const scales: Scales = {
    profile,
    demand: demandOf(profile),
    rates: ratesFor(options.qualityPreference, profile.difficulty),
    paceOf(backend) {
      paces ??= pacesOf(placements, live)
      return paces.get(backend) ?? 1
    },
    occupied,
    costOf: (placement) => options.costOf?.(placement, profile) ?? 0,
  }
  return passed.map((placement) => {
    const state = live(placement)
    const ability = options.abilityOf?.(placement) ?? priorAbility(placement)
    const small = (ability.billions ?? 0) < floor
    const weighed = weigh(placement, state, ability, scales)
    const tier = tierOf({ placement, state, small }, profile)
    return { placement, state, small, weighed, tier }
  })
}

/** Of many candidates few are ever asked for their reason, and words cost more than figures. */
class Ranked implements Candidate {
  readonly placement: Placement
  readonly quality: number
  readonly cost: number
  readonly latency: Latency
  readonly utility: number
  readonly raiseContext: number | undefined
  readonly #contender: Contender
  readonly #why: string

  constructor(contender: Contender, why: string, context: ContextNeed) {
    const { placement, weighed } = contender
    this.placement = placement
    this.quality = weighed.quality
    this.cost = weighed.cost
    this.latency = weighed.latency
    this.utility = weighed.utility
    this.raiseContext = raisedContext(placement, context)
    this.#contender = contender
    this.#why = why
  }

  get reason(): string {
    return `${this.#why}: ${contenderReason(this.#contender, this.raiseContext)}`
  }
}
