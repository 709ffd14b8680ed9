import type { Plan, PromptProfile, Session } from '../contracts/routing.ts'
import type { Ending } from './outcome.ts'

export interface Answered {
  readonly profile: PromptProfile
  readonly plan: Plan
  readonly ending: Ending
}

/** Where a conversation stands after an answer; undefined = as before it, for it failed or says nothing of the choice. */
export function sessionAfter({ profile, plan, ending }: Answered): Session | undefined {
  if (ending.outcome !== 'ok' || plan.mode !== 'route' || profile.kind !== 'chat') return undefined
  const { head, tokensIn, tokensOut } = ending
  const answering = plan.candidates.find(
    ({ placement }) => placement.model === head.model && placement.backend === head.backend,
  )
  if (answering === undefined) return undefined
  const { model, key } = answering.placement
  return { model, placement: key, tokens: (tokensIn ?? profile.tokensIn) + (tokensOut ?? 0) }
}
