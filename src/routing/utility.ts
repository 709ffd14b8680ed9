import type { Placement } from '../contracts/model.ts'
import type { Latency, PlacementState, PromptProfile, Rates } from '../contracts/routing.ts'
import { type Ability, type Demand, qualityOf } from './ability.ts'
import { latencyOf, loadSeconds, type Pace, totalSeconds } from './latency.ts'

/** The four terms that speak for and against a placement: `utility` = value x quality - cost - seconds - switch. */
export interface Weighed {
  readonly quality: number
  readonly cost: number
  readonly latency: Latency
  readonly switchCost: number
  readonly utility: number
}

/** All that a placement is weighed by. */
export interface Scales {
  readonly profile: PromptProfile
  readonly demand: Demand
  readonly rates: Rates
  /** Backends where a model is loaded, which loading another one may push out. */
  readonly occupied: ReadonlySet<string>
  costOf(placement: Placement, profile: PromptProfile): number
  /** Of a backend's machine; asked for where a speed was not measured. */
  paceOf(backend: string): Pace
}

/** Price of a second at a quality preference of 0, 0.5 and 1. */
const PER_SECOND = [1 / 10, 1 / 60, 1 / 600] as const

/** Worth of a right answer to the easiest request, and how it grows: a proof is worth waiting for, a greeting is not. */
const LEAST_WORTH = 0.25
const WORTH_OF_DIFFICULTY = 10

/** Chance that a loaded model has to go when another is loaded, and is wanted back. */
const PUSHED_OUT = 0.5

/** A model that may or may not be able to call tools is this likely to. */
const UNSURE_OF_TOOLS = 0.6

/** A model that could not be loaded the last time is this likely to be loaded the next time. */
const LOADS_AFTER_ALL = 0.2

/** Turns the quality preference, 0 (fast) to 1 (good), into prices. */
export function ratesFor(preference: number, difficulty: number): Rates {
  const [fast, balanced, good] = PER_SECOND
  const [from, to, share] =
    preference < 0.5 ? [fast, balanced, preference * 2] : [balanced, good, preference * 2 - 1]
  return {
    value: LEAST_WORTH + WORTH_OF_DIFFICULTY * difficulty * difficulty,
    perSecond: from * (to / from) ** Math.min(1, Math.max(0, share)),
  }
}

/** Weighs one placement; what others there are makes no difference. */
export function weigh(
  placement: Placement,
  state: PlacementState,
  ability: Ability,
  scales: Scales,
): Weighed {
  const { profile, demand, rates } = scales
  const measured = state.prefillTps !== undefined && state.decodeTps !== undefined
  const pace = measured ? 1 : scales.paceOf(placement.backend)
  const quality = qualityOf(ability, demand) * likelihood(placement, profile)
  const cost = scales.costOf(placement, profile)
  const latency = latencyOf({ placement, state, profile, pace, thinks: ability.thinks })
  const switchCost = rates.perSecond * secondsToSwitch(placement, state, scales)
  const utility =
    rates.value * quality - cost - rates.perSecond * totalSeconds(latency) - switchCost
  return { quality, cost, latency, switchCost, utility }
}

/** That the placement can be asked such a thing at all. */
function likelihood({ facts, problem }: Placement, { needs }: PromptProfile): number {
  const unsure = needs.includes('tools') && facts.capabilities.tools === undefined
  return (unsure ? UNSURE_OF_TOOLS : 1) * (problem === undefined ? 1 : LOADS_AFTER_ALL)
}

function secondsToSwitch(placement: Placement, state: PlacementState, scales: Scales): number {
  const { loaded, loading, backend } = placement
  const pushes = loaded === false && loading !== true && scales.occupied.has(backend)
  return pushes ? PUSHED_OUT * loadSeconds(placement, state) : 0
}
