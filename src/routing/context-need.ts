import type { Placement } from '../contracts/model.ts'
import type { PromptProfile } from '../contracts/routing.ts'

/** How far the context of a model may be raised, and where that is possible at all. */
export interface ContextLimits {
  /** Tokens; no model is raised beyond. */
  readonly maxContext: number
  /** Backends that let us choose the context. */
  readonly raising: ReadonlySet<string>
  /** Tokens that a placement counts for each token of our estimate; absent = as many. */
  tokenRatio?(placement: Placement): number | undefined
}

/** How many tokens a placement must hold, and whether it may be raised to hold them. */
export interface ContextNeed {
  readonly tokens: number
  readonly raise: boolean
  readonly limits: ContextLimits
}

/** The first step of raising; the next ones are each twice the one before. */
const FIRST_STEP = 8192

/** What a backend that lets us choose the context surely serves when it has not said yet. */
const LEAST_DEFAULT = 4096

/** Room for the answer that is asked for when no model has room for all that the client allows. */
const LEAST_ANSWER = 512

/**
 * The strictest need that some of these placements meet: the whole answer that the client allows before a shorter one,
 * and each of them without raising a context before with it.
 */
export function contextNeed(
  placements: readonly Placement[],
  profile: PromptProfile,
  limits: ContextLimits,
): ContextNeed {
  const { tokensIn, tokensOut, tokensNeeded } = profile
  for (const tokens of [tokensNeeded, tokensIn + Math.min(LEAST_ANSWER, tokensOut)]) {
    for (const raise of [false, true]) {
      const need = { tokens, raise, limits }
      if (placements.some((placement) => meets(placement, need))) return need
    }
  }
  return { tokens: tokensNeeded, raise: true, limits }
}

/** Whether a placement can hold the request, raised if need be and allowed. */
export function meets(placement: Placement, need: ContextNeed): boolean {
  return holds(placement, need) || (need.raise && raisedContext(placement, need) !== undefined)
}

/** The context to raise a placement to; undefined = it holds the request as it is, or cannot be raised so far. */
export function raisedContext(placement: Placement, need: ContextNeed): number | undefined {
  const { limits } = need
  if (holds(placement, need) || !canRaise(placement, limits)) return undefined
  const tokens = tokensAt(placement, need)
  const most = mostRaised(placement, limits)
  if (tokens > most) return undefined
  let step = FIRST_STEP
  while (step < tokens) step *= 2
  return Math.min(step, most)
}

/** The most tokens that a placement can be made to hold, as far as is known; 0 = nothing is. */
export function largestContext(placement: Placement, limits: ContextLimits): number {
  const { trainedContext } = placement.facts
  const served = servedContext(placement) ?? trainedContext?.value ?? 0
  return canRaise(placement, limits) ? Math.max(served, mostRaised(placement, limits)) : served
}

/** Tokens that a placement holds as it is set up; undefined = not known. */
export function servedContext({ contextSetting, facts }: Placement): number | undefined {
  const served = contextSetting ?? facts.servedContext?.value
  const trained = facts.trainedContext?.value
  return served === undefined || trained === undefined ? served : Math.min(served, trained)
}

/** What the user set stands. */
function canRaise({ backend, facts }: Placement, { raising }: ContextLimits): boolean {
  return raising.has(backend) && facts.servedContext?.source !== 'config'
}

function mostRaised({ facts }: Placement, { maxContext }: ContextLimits): number {
  return Math.min(facts.trainedContext?.value ?? 0, maxContext)
}

function holds(placement: Placement, need: ContextNeed): boolean {
  const { limits } = need
  const tokens = tokensAt(placement, need)
  const served = servedContext(placement)
  if (served !== undefined) return tokens <= served
  if (tokens > (placement.facts.trainedContext?.value ?? tokens)) return false
  return tokens <= LEAST_DEFAULT || !canRaise(placement, limits)
}

function tokensAt(placement: Placement, { tokens, limits }: ContextNeed): number {
  return Math.ceil(tokens * (limits.tokenRatio?.(placement) ?? 1))
}
