import { analyse } from '../analysis/analyse.ts'
import type { ChatRequest } from '../contracts/chat.ts'
import type { Plan, PromptProfile } from '../contracts/routing.ts'
import { resolve } from '../routing/resolve.ts'
import { route } from '../routing/route.ts'
import type { Serving, Snapshot } from './serving.ts'

export interface Decision {
  readonly profile: PromptProfile
  readonly plan: Plan
}

/** What a chat request is and who may answer it, by this snapshot; nothing is sent and nothing changes. */
export function decide(
  { live }: Pick<Serving, 'live'>,
  { catalog, names, routing }: Snapshot,
  request: ChatRequest,
): Decision {
  const profile = analyse(request)
  const target = resolve(request.model, catalog, names)
  const plan = route({ profile, target, catalog, live: live.state, options: routing })
  return { profile, plan }
}
