import type { Backend } from '../contracts/backend.ts'
import type { ChatRequest } from '../contracts/chat.ts'
import { GatewayError } from '../contracts/errors.ts'
import type { Plan } from '../contracts/routing.ts'

/**
 * The plan without backends that may not be made to fetch an address: a client could have them fetch from the local
 * network. The router itself fetches nothing.
 */
export function withoutBarredMedia(
  plan: Plan,
  request: ChatRequest,
  backends: ReadonlyMap<string, Backend>,
): Plan {
  if (plan.candidates.length === 0 || !request.terms.namesAddress(request)) return plan
  const candidates = plan.candidates.filter(
    ({ placement }) => backends.get(placement.backend)?.settings.mediaUrls === true,
  )
  if (candidates.length > 0) return { ...plan, candidates }
  const message =
    'Images and other files must be sent as data URIs: the backends that could answer are not allowed to fetch addresses, unless "media_urls: true" is set for one of them.'
  return {
    ...plan,
    candidates,
    error: new GatewayError('media_url_not_allowed', message, { param: 'messages' }),
  }
}
