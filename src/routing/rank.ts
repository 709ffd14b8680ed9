import type { Placement } from '../contracts/model.ts'
import type { PlacementState, PromptProfile } from '../contracts/routing.ts'
import { totalSeconds } from './latency.ts'
import type { Weighed } from './utility.ts'

/** A placement that may take the request, with all that its place in the order depends on. */
export interface Contender {
  readonly placement: Placement
  readonly state: PlacementState
  readonly weighed: Weighed
  /** Smaller than this kind of work asks for. */
  readonly small: boolean
  /** As `tierOf` says: the lower ones come first. */
  readonly tier: number
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
  { placement, state, small }: Omit<Contender, 'tier' | 'weighed'>,
  { kind }: PromptProfile,
): number {
  const loads = kind === 'housekeeping' && placement.loaded === false
  return (placement.up ? 0 : 8) + (state.open ? 4 : 0) + (loads ? 2 : 0) + (small ? 1 : 0)
}

function mostUseful({ weighed: a }: Contender, { weighed: b }: Contender): number {
  return b.utility - a.utility
}

function fastest({ weighed: a }: Contender, { weighed: b }: Contender): number {
  return totalSeconds(a.latency) - totalSeconds(b.latency) || b.quality - a.quality
}

function best({ weighed: a }: Contender, { weighed: b }: Contender): number {
  return b.quality - a.quality || b.utility - a.utility
}

function byKey(a: Placement, b: Placement): number {
  return a.key < b.key ? -1 : 1
}
