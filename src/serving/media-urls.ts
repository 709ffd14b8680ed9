import type { Backend } from '../contracts/backend.ts'
import type { ChatRequest } from '../contracts/chat.ts'
import { GatewayError } from '../contracts/errors.ts'
import type { RankedCandidate, RoutePlan } from '../contracts/routing.ts'

/**
 * The plan without backends that may not be made to fetch an address: a client could have them fetch from the local
 * network. The router itself fetches nothing. The very same plan where that is no question.
 */
export function withoutBarredMedia(
  plan: RoutePlan,
  request: ChatRequest,
  backends: ReadonlyMap<string, Backend>,
): RoutePlan {
  if (plan.candidates.length === 0 || !request.terms.namesAddress(request)) return plan
  return whereMediaMayGo(plan, (name) => backends.get(name)?.settings.mediaUrls === true)
}

/** The plan for a request that names an address. `mayFetch`: whether the backend of that name may be made to fetch it. */
export function whereMediaMayGo(
  plan: RoutePlan,
  mayFetch: (backend: string) => boolean,
): RoutePlan {
  const candidates: RankedCandidate[] = []
  const rejected = [...plan.rejected]
  for (const candidate of plan.candidates) {
    const { placement } = candidate
    if (mayFetch(placement.backend)) candidates.push(candidate)
    else rejected.push({ placement, reason: 'may not fetch addresses', filter: 'media' })
  }
  if (candidates.length > 0) return { ...plan, candidates, rejected }
  const message =
    'Images and other files must be sent as data URIs: the backends that could answer are not allowed to fetch addresses, unless "media_urls: true" is set for one of them.'
  const error = new GatewayError('media_url_not_allowed', message, { param: 'messages' })
  return { ...plan, candidates, rejected, error }
}
