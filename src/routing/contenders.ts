import type { Placement } from '../contracts/model.ts'
import type { Rates, Rejection } from '../contracts/routing.ts'
import { abilityOf } from './abilities.ts'
import { type Demand, logitOf } from './demand.ts'
import { everythingIn } from './everything.ts'
import { tried } from './explore.ts'
import { doubtAbout, incumbentOf } from './guard.ts'
import { type Pace, totalSeconds } from './latency.ts'
import { pacesOf } from './pace.ts'
import { priorOf } from './prior.ts'
import { type Contender, type Skilled, tierOf } from './rank.ts'
import type { RouteInput } from './route.ts'
import { sizeFloor } from './size-floor.ts'
import { type Scales, weigh } from './utility.ts'

export interface Weighing {
  readonly contenders: Contender[]
  readonly rejected: readonly Rejection[]
}

/** Weighs those that could take the request, and refuses those that would take it too long or load for a trifle. */
export function contendersOf(
  passed: readonly Placement[],
  demand: Demand,
  rates: Rates,
  input: RouteInput,
): Weighing {
  const skilled = passed.map((placement) => skilledAt(placement, demand, input))
  const scales = scalesOf(demand, rates, input)
  const incumbent = incumbentOf(skilled, input.abilities.usual)
  const contenders: Contender[] = []
  const rejected: Rejection[] = []
  const idles = skilled.some(({ placement }) => placement.loaded !== false)
  for (const one of skilled) {
    const contender = contenderOf(one, incumbent, scales, input)
    const refusal = refusalOf(contender, idles, input)
    if (refusal === undefined) contenders.push(contender)
    else rejected.push({ placement: one.placement, ...refusal })
  }
  return { contenders, rejected }
}

function skilledAt(placement: Placement, demand: Demand, input: RouteInput): Skilled {
  const { profile, live, abilities } = input
  const state = live(placement)
  const ability = abilityOf(placement, abilities)
  const small = (priorOf(placement).billions ?? 0) < sizeFloor(profile)
  const tier = tierOf(placement, state, small, profile)
  return { placement, state, ability, logit: logitOf(ability, demand), small, tier }
}

function contenderOf(
  one: Skilled,
  incumbent: Skilled | undefined,
  scales: Scales,
  { profile, exploration }: RouteInput,
): Contender {
  const isIncumbent = one.placement.model === incumbent?.placement.model
  if (exploration !== undefined) {
    const logit = one.logit + tried(one.placement.model, one.ability, scales.demand, exploration)
    return {
      ...one,
      doubt: undefined,
      isIncumbent,
      weighed: weigh({ ...one, logit }, logit, scales),
    }
  }
  const doubt = incumbent && doubtAbout(one, incumbent, scales.demand, profile.families)
  const logit = doubt === undefined ? one.logit : Math.min(one.logit, incumbent?.logit ?? one.logit)
  return { ...one, doubt, isIncumbent, weighed: weigh(one, logit, scales) }
}

function scalesOf(demand: Demand, rates: Rates, input: RouteInput): Scales {
  const { profile, intent, session, live, catalog } = input
  const { placements, occupied } = everythingIn(catalog)
  let paces: ReadonlyMap<string, Pace> | undefined
  return {
    profile,
    demand,
    rates,
    policy: intent.policy,
    session,
    occupied,
    paceOf(backend) {
      paces ??= pacesOf(placements, live)
      return paces.get(backend) ?? 1
    },
    thinks: (placement) => priorOf(placement).thinks,
  }
}

/** `idles`: some of the contenders need not be loaded. */
function refusalOf(
  { placement, weighed }: Contender,
  idles: boolean,
  { profile, intent }: RouteInput,
): Omit<Rejection, 'placement'> | undefined {
  if (idles && profile.kind === 'housekeeping' && placement.loaded === false) {
    return { filter: 'load', reason: 'not loaded, and a background task is worth no load' }
  }
  const seconds = totalSeconds(weighed.latency)
  if (intent.maxSeconds !== undefined && seconds > intent.maxSeconds) {
    return {
      filter: 'latency',
      reason: `takes ~${Math.round(seconds)} s, at most ${intent.maxSeconds} s are wanted`,
    }
  }
  return undefined
}
