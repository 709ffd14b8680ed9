import { analyse } from '../analysis/analyse.ts'
import type { ChatRequest } from '../contracts/chat.ts'
import type { PlacementState, PromptProfile, RoutePlan, Session } from '../contracts/routing.ts'
import { mayExplore } from '../routing/explore.ts'
import { intentOf } from '../routing/intent.ts'
import { resolve } from '../routing/resolve.ts'
import { type RouteInput, route } from '../routing/route.ts'
import { seenStates } from './seen-states.ts'
import type { Serving, Snapshot } from './serving.ts'

/** What is known of a request besides its own words. */
export interface Circumstances {
  /** Where its conversation was answered last; of no account for housekeeping, and where the client names the model. */
  readonly session?: Session | undefined
  /** Decides what is tried out where that is allowed; absent = nothing is. */
  readonly seed?: number | undefined
}

export interface Decision {
  readonly profile: PromptProfile
  readonly plan: RoutePlan
  /** All that the plan was made of. */
  readonly input: RouteInput
  /** By placement key: those of which more was known than that nothing is under way. */
  readonly states: ReadonlyMap<string, PlacementState>
}

/** What a chat request is and who may answer it, by this snapshot; nothing is sent and nothing changes. */
export function decide(
  { live }: Pick<Serving, 'live'>,
  { catalog, names, routing, abilities, heads }: Snapshot,
  request: ChatRequest,
  { session: known, seed }: Circumstances = {},
): Decision {
  const profile = analyse(request, heads)
  const target = resolve(request.model, catalog, names)
  const intent = intentOf(request.wishes ?? {}, target, routing.qualityPreference)
  const stays = profile.kind === 'chat' && (target.kind === 'route' || intent.only !== undefined)
  const session = stays ? known : undefined
  const explores =
    seed !== undefined && session === undefined && mayExplore(profile, intent, abilities)
  const seen = seenStates(live.state)
  const input = {
    ...{ profile, target, intent, catalog, abilities, live: seen.live, options: routing, session },
    exploration: explores ? { seed, scale: routing.exploration } : undefined,
  }
  return { profile, plan: route(input), input, states: seen.states }
}
