import type { Session } from '../contracts/routing.ts'
import type { Contender } from './rank.ts'

/** What another voice in the middle of a conversation costs, in shares of a right answer's worth. */
export const OTHER_VOICE = 0.02

/** Tokens of the prompt that the placement need not read again, since it answered the conversation before. */
export function cachedTokens(session: Session | undefined, key: string, tokensIn: number): number {
  return session?.placement === key ? Math.min(session.tokens, tokensIn) : 0
}

/**
 * Puts the conversation's model first where it is not: nothing but a better answer is a reason to leave it, as long as it
 * works and is in memory. The order is changed in place.
 */
export function keepSession(ordered: Contender[], session: Session | undefined): void {
  const [first] = ordered
  if (session === undefined || first === undefined || first.placement.model === session.model)
    return
  const at = ordered.findIndex(({ placement }) => placement.model === session.model)
  const known = ordered[at]
  if (known === undefined || known.tier > first.tier || known.placement.loaded === false) return
  if (first.weighed.quality - known.weighed.quality > OTHER_VOICE) return
  ordered.splice(at, 1)
  ordered.unshift(known)
}
