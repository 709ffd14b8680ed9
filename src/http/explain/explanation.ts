import type { LearningDesk, SkillProfile } from '../../contracts/learning.ts'
import type { Placement } from '../../contracts/model.ts'
import type { Intent, PromptProfile, RankedCandidate, RoutePlan } from '../../contracts/routing.ts'
import { priorOf } from '../../routing/prior.ts'
import { sizeFloor } from '../../routing/size-floor.ts'
import type { Explained } from '../../serving/explain-choice.ts'
import { matterOf } from '../../serving/signs.ts'
import { evidenceJson } from '../evidence-json.ts'

/**
 * A decision as JSON, the same for one that would be made now and for one that was made. `desk` tells what is known of the
 * models now; absent = that was otherwise when it was decided.
 */
export function explanation(
  { profile, intent, plan, world }: Explained,
  desk?: Pick<LearningDesk, 'skill'>,
): object {
  const { rates, guard, error, mode } = plan
  const { candidates, rejected, floor } = byFloor(plan, profile)
  const [first, second] = candidates
  return {
    ...policyOf(intent),
    mode,
    rates: { value: rates.value, per_second: rates.perSecond },
    profile: profileOf(profile),
    chosen: first === undefined ? null : placeOf(first.placement),
    runner_up: second === undefined ? null : placeOf(second.placement),
    margin: first === undefined || second === undefined ? null : first.utility - second.utility,
    reason: first?.reason ?? null,
    guard: guard ?? null,
    floor,
    candidates: candidates.map((one) => ({
      ...candidateOf(one),
      known_by: desk === undefined ? null : knownBy(desk.skill(one.placement), profile),
    })),
    rejected,
    error: error === undefined ? null : { code: error.code, message: error.message },
    snapshot: world,
  }
}

function policyOf({ policy }: Intent): object {
  return { policy: policy.name, quality_preference: policy.qualityPreference }
}

interface Sorted {
  readonly candidates: readonly RankedCandidate[]
  readonly rejected: readonly object[]
  readonly floor: object | null
}

/** Models below the floor are refused as long as a larger one takes the request. */
function byFloor({ candidates, rejected }: RoutePlan, profile: PromptProfile): Sorted {
  const refused = rejected.map(({ placement, reason, filter }) => ({
    ...placeOf(placement),
    ...{ reason, filter },
  }))
  const billions = sizeFloor(profile)
  const gaveWay = candidates[0]?.belowFloor === true
  const floor = billions === 0 ? null : { billions, gave_way: gaveWay ? GAVE_WAY : null }
  if (gaveWay) return { candidates, rejected: refused, floor }
  const small = candidates.filter(({ belowFloor }) => belowFloor)
  const tooSmall = small.map(({ placement }) => ({
    ...placeOf(placement),
    ...{ reason: smallness(placement, billions), filter: 'floor' },
  }))
  const left = candidates.filter(({ belowFloor }) => !belowFloor)
  return { candidates: left, rejected: [...refused, ...tooSmall], floor }
}

const GAVE_WAY = 'no model that is large enough for this work can take the request now'

function smallness(placement: Placement, floor: number): string {
  const { billions } = priorOf(placement)
  const size = billions === undefined ? 'of unknown size' : `${Math.round(billions * 10) / 10}B`
  return `${size}, below the floor of ${floor}B for this work: only asked when nothing larger answers`
}

function profileOf(profile: PromptProfile): object {
  const { kind, families, subjects, choice, difficulty, needs } = profile
  const { tokensIn, tokensOut, tokensNeeded } = profile
  return {
    ...{ kind, families, subjects, choice, difficulty, capabilities: needs },
    ...{ tokens_in: tokensIn, tokens_out: tokensOut, tokens_needed: tokensNeeded },
  }
}

function candidateOf(candidate: RankedCandidate): object {
  const { placement, quality, qualitySd, cost, costKnown, latency, switchCost } = candidate
  const { queue, load, prefill, decode } = latency
  return {
    ...placeOf(placement),
    loaded: placement.loaded !== false,
    ...{ quality, quality_sd: qualitySd, cost, cost_known: costKnown },
    latency_s: { queue, load, prefill, decode },
    switch_cost: switchCost,
    utility: candidate.utility,
    raised_context: candidate.raiseContext ?? null,
    below_floor: candidate.belowFloor,
    reason: candidate.reason,
  }
}

/** What speaks of a model's skill at the kind of work that it mostly is. */
function knownBy({ families }: SkillProfile, profile: PromptProfile): object {
  return evidenceJson(families[matterOf(profile).family].evidence)
}

function placeOf({ model, backend }: Placement): object {
  return { model, backend }
}
