import type { Placement } from '../contracts/model.ts'
import type { PlacementState, PromptProfile } from '../contracts/routing.ts'
import type { Ability } from './ability.ts'
import { totalSeconds } from './latency.ts'
import type { Weighed } from './utility.ts'

/** A placement that may take the request, with what it can do. */
export interface Skilled {
  readonly placement: Placement
  readonly state: PlacementState
  readonly ability: Ability
  /** Logits of a right answer. */
  readonly logit: number
  /** Smaller than this kind of work asks for. */
  readonly small: boolean
  /** As `tierOf` says: the lower ones come first. */
  readonly tier: number
}

/** The same with all that its place in the order depends on. */
export interface Contender extends Skilled {
  /** Why its claim to be better than the best model is not believed; undefined = it makes none, or is. */
  readonly doubt: string | undefined
  /** It is the model that one would always use. */
  readonly isIncumbent: boolean
  readonly weighed: Weighed
}

/** The order of preference between two contenders. */
export type Order = (a: Contender, b: Contender) => number

/** Best first. Whatever the preference, what works comes before what lately failed. */
export function orderFor(profile: PromptProfile, preference: number): Order {
  const housekeeping = profile.kind === 'housekeeping'
  const wish = housekeeping || preference <= 0 ? fastest : preference >= 1 ? best : mostUseful
  return (a, b) => a.tier - b.tier || wish(a, b) || byKey(a.placement, b.placement)
}

/** Down, failing, to be loaded for housekeeping, too small: each weighs more than all after it. */
export function tierOf(
  placement: Placement,
  { open }: PlacementState,
  small: boolean,
  { kind }: PromptProfile,
): number {
  const loads = kind === 'housekeeping' && placement.loaded === false
  return (placement.up ? 0 : 8) + (open ? 4 : 0) + (loads ? 2 : 0) + (small ? 1 : 0)
}

function mostUseful(a: Contender, b: Contender): number {
  return b.weighed.utility - a.weighed.utility || incumbentFirst(a, b)
}

function fastest({ weighed: a }: Contender, { weighed: b }: Contender): number {
  return totalSeconds(a.latency) - totalSeconds(b.latency) || b.quality - a.quality
}

function best(a: Contender, b: Contender): number {
  return b.weighed.quality - a.weighed.quality || incumbentFirst(a, b) || mostUseful(a, b)
}

function incumbentFirst(a: Contender, b: Contender): number {
  return Number(b.isIncumbent) - Number(a.isIncumbent)
}

function byKey(a: Placement, b: Placement): number {
  return a.key < b.key ? -1 : 1
}
