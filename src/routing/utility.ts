import type { Placement } from '../contracts/model.ts'
import type { Latency, Policy, PromptProfile, Rates, Session } from '../contracts/routing.ts'
import { costOf } from './cost.ts'
import { type Demand, probability } from './demand.ts'
import { latencyOf, loadSeconds, type Pace, totalSeconds } from './latency.ts'
import type { Skilled } from './rank.ts'
import { cachedTokens, OTHER_VOICE } from './session.ts'

/** The four terms that speak for and against a placement: `utility` = value x quality - cost - seconds - switch. */
export interface Weighed {
  readonly quality: number
  /** The quality that it would have if its claim to be better than the best model were believed. */
  readonly claimed: number
  readonly claimedUtility: number
  readonly cost: number
  readonly costKnown: boolean
  readonly latency: Latency
  readonly switchCost: number
  readonly utility: number
}

/** All that a placement is weighed by. */
export interface Scales {
  readonly profile: PromptProfile
  readonly demand: Demand
  readonly rates: Rates
  readonly policy: Policy
  readonly session?: Session | undefined
  /** Backends where a model is loaded, which loading another one may push out. */
  readonly occupied: ReadonlySet<string>
  /** Of a backend's machine; asked for where a speed was not measured. */
  paceOf(backend: string): Pace
  thinks(placement: Placement): boolean
}

/** Price of a second at a quality preference of 0, 0.5 and 1. */
const PER_SECOND = [1 / 10, 1 / 60, 1 / 600] as const

/** Worth of a right answer to the easiest request, and how it grows: a proof is worth waiting for, a greeting is not. */
const LEAST_WORTH = 0.25
const WORTH_OF_DIFFICULTY = 14

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

/** Weighs one placement; what others there are makes no difference. `logit`: of a right answer, as far as it is believed. */
export function weigh(one: Skilled, logit: number, scales: Scales): Weighed {
  const { profile, rates, policy, session } = scales
  const { placement } = one
  const able = likelihood(placement, profile)
  const quality = probability(logit) * able
  const claimed = logit === one.logit ? quality : probability(one.logit) * able
  const { dollars, known } = costOf(placement, tokensInAt(one, profile), profile.tokensOut)
  const cost = policy.costWeight * dollars
  const latency = latencyFor(one, scales)
  const switchCost =
    rates.perSecond * secondsToSwitch(one, scales) +
    costOfLeaving(placement, latency, rates, session)
  const utility =
    rates.value * quality - cost - rates.perSecond * totalSeconds(latency) - switchCost
  const claimedUtility = utility + rates.value * (claimed - quality)
  return { quality, claimed, claimedUtility, cost, costKnown: known, latency, switchCost, utility }
}

/** That the placement can be asked such a thing at all. */
function likelihood({ facts, problem }: Placement, { needs }: PromptProfile): number {
  const unsure = needs.includes('tools') && facts.capabilities.tools === undefined
  return (unsure ? UNSURE_OF_TOOLS : 1) * (problem === undefined ? 1 : LOADS_AFTER_ALL)
}

function latencyFor({ placement, state }: Skilled, scales: Scales): Latency {
  const { profile, session } = scales
  const tokensIn = tokensInAt({ state }, profile)
  const measured = state.prefillTps !== undefined && state.decodeTps !== undefined
  return latencyOf({
    placement,
    state,
    profile,
    pace: measured ? 1 : scales.paceOf(placement.backend),
    thinks: scales.thinks(placement),
    tokensIn,
    cached: cachedTokens(session, placement.key, tokensIn),
  })
}

/** Tokens of the prompt as this model counts them. */
function tokensInAt({ state }: Pick<Skilled, 'state'>, { tokensIn }: PromptProfile): number {
  return tokensIn * (state.tokenRatio ?? 1)
}

/** The time that whoever is pushed out of memory takes to come back. */
function secondsToSwitch({ placement, state }: Skilled, { occupied }: Scales): number {
  const { loaded, loading, backend } = placement
  const pushes = loaded === false && loading !== true && occupied.has(backend)
  return pushes ? PUSHED_OUT * loadSeconds(placement, state) : 0
}

/** What a conversation loses with its model: the voice, and the prompt that model has read already, once it comes back. */
function costOfLeaving(
  placement: Placement,
  { prefill }: Latency,
  { value, perSecond }: Rates,
  session: Session | undefined,
): number {
  if (session === undefined || session.model === placement.model) return 0
  return OTHER_VOICE * value + perSecond * prefill
}
