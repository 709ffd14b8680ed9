import type { ChatRequest } from '../contracts/chat.ts'
import type { Candidate } from '../contracts/routing.ts'
import { withDeadline } from '../std/with-deadline.ts'
import { decide } from './decide.ts'
import { withoutBarredMedia } from './media-urls.ts'
import type { Incoming } from './outcome.ts'
import type { Serving, Snapshot } from './serving.ts'
import { sessionKey } from './session-key.ts'

/** How many tokens a prompt has, and who says so. */
export interface TokenCount {
  readonly tokens: number
  /** Where it was counted; undefined = it is our own estimate. */
  readonly by?: Pick<Candidate['placement'], 'model' | 'backend'> | undefined
}

/** Clients count before every turn: one that is busy is not waited for. */
const PATIENCE_MS = 2_000

/**
 * Counts for the model that would answer now, by its own server where that counts without a load, else by our
 * estimate. Throws a GatewayError for a model that there is not.
 */
export async function countTokens(
  serving: Serving,
  { request, caller }: Pick<Incoming, 'request' | 'caller'>,
  signal: AbortSignal,
): Promise<TokenCount> {
  const snapshot = serving.snapshot()
  const session = serving.sessions.find(sessionKey(request, caller))
  const { profile, plan } = decide(serving, snapshot, request, { session })
  if (plan.error?.code === 'model_not_found') throw plan.error
  const [first] = withoutBarredMedia(plan, request, snapshot.backends).candidates
  const counted = await countAt(snapshot, first, { request, signal })
  return counted ?? { tokens: profile.tokensIn }
}

async function countAt(
  { backends }: Snapshot,
  candidate: Candidate | undefined,
  { request, signal }: { readonly request: ChatRequest; readonly signal: AbortSignal },
): Promise<TokenCount | undefined> {
  const placement = candidate?.placement
  const backend = backends.get(placement?.backend ?? '')
  const count = backend?.countTokens?.bind(backend)
  if (placement === undefined || count === undefined) return undefined
  try {
    const tokens = await withDeadline(
      PATIENCE_MS,
      (within) => count({ request, placement }, within),
      signal,
    )
    return { tokens, by: placement }
  } catch {
    signal.throwIfAborted()
    return undefined
  }
}
