import type { ChatRequest } from '../contracts/chat.ts'
import type { Catalog } from '../contracts/model.ts'
import type { Intent, PromptProfile, RoutePlan, Session } from '../contracts/routing.ts'
import { placementsOf } from '../routing/resolve.ts'
import { route } from '../routing/route.ts'
import { decide } from './decide.ts'
import { worldOf } from './decision-record.ts'
import { namedPlacements, namesLike, supposingLoaded, unknownName } from './hypothesis.ts'
import { withoutBarredMedia } from './media-urls.ts'
import type { Serving, Snapshot } from './serving.ts'
import { sessionKey } from './session-key.ts'

/** What is asked about a request, and what is to be supposed. Names are ids of models, or `id@backend`. */
export interface Question {
  readonly request: ChatRequest
  /** The name of a conversation, or the model that answered it last. */
  readonly session?: string | undefined
  /** Exactly these count as loaded. */
  readonly loaded?: readonly string[] | undefined
  readonly exclude?: readonly string[] | undefined
  /** In place of the policy's: 0 = the fastest model, 1 = the best. */
  readonly qualityPreference?: number | undefined
}

/** A decision with what tells of it. */
export interface Explained {
  readonly profile: PromptProfile
  readonly intent: Intent
  readonly plan: RoutePlan
  /** Hash of what it was made on, besides the request, the moment and what is believed of the models. */
  readonly world: string
}

/** Whom a request would be sent to now. Changes nothing; throws a GatewayError that names what cannot be supposed. */
export function explainChoice(
  serving: Pick<Serving, 'live' | 'snapshot' | 'sessions'>,
  question: Question,
): Explained {
  const snapshot = serving.snapshot()
  const { request } = question
  const supposed = { ...snapshot, catalog: supposedCatalog(snapshot.catalog, question) }
  const session = sessionOf(serving, supposed, question)
  const { profile, input } = decide(serving, supposed, request, { session })
  const intent = supposedIntent(input.intent, supposed.catalog, question)
  const plan = withoutBarredMedia(route({ ...input, intent }), request, snapshot.backends)
  return { profile, intent, plan, world: worldOf(snapshot).hash }
}

function supposedCatalog(catalog: Catalog, { loaded }: Question): Catalog {
  if (loaded === undefined) return catalog
  const named = namedPlacements({ field: 'overrides.loaded', names: loaded }, catalog)
  return supposingLoaded(catalog, named)
}

function supposedIntent(
  intent: Intent,
  catalog: Catalog,
  { exclude, qualityPreference = intent.policy.qualityPreference }: Question,
): Intent {
  const naming = exclude && { field: 'overrides.exclude', names: exclude }
  return {
    ...intent,
    policy: { ...intent.policy, qualityPreference },
    exclude: naming && namedPlacements(naming, catalog).map(({ key }) => key),
  }
}

/**
 * Of several places where that model lies, the conversation was where the model is in memory. A name like no model's is
 * that of a conversation that has not begun.
 */
function sessionOf(
  serving: Pick<Serving, 'live' | 'sessions'>,
  snapshot: Snapshot,
  { session, request }: Question,
): Session | undefined {
  if (session === undefined) return undefined
  const { catalog, names } = snapshot
  const asked = { ...request, model: request.model ?? names.external }
  const known = serving.sessions.find(sessionKey(asked, { conversation: session, identity: '' }))
  if (known !== undefined) return known
  const placements = placementsOf(session, catalog)
  const first = placements?.find(({ up, loaded }) => up && loaded !== false) ?? placements?.[0]
  if (first === undefined) {
    if (namesLike(session, catalog).length === 0) return undefined
    throw unknownName(session, 'session', catalog)
  }
  const turn = request.messages.findLastIndex(({ role }) => role === 'user')
  const earlier = request.messages.slice(0, Math.max(0, turn))
  const before = decide(serving, snapshot, { ...request, messages: earlier })
  const tokens = earlier.length === 0 ? 0 : before.profile.tokensIn
  return { model: first.model, placement: first.key, tokens }
}
