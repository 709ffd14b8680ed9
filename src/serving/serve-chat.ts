import { GatewayError } from '../contracts/errors.ts'
import type { ChatReply } from '../contracts/reply.ts'
import { cascade } from './cascade.ts'
import { decide } from './decide.ts'
import { decisionRecord } from './decision-record.ts'
import { withoutBarredMedia } from './media-urls.ts'
import { type Ending, type Incoming, recordOf } from './outcome.ts'
import type { Serving } from './serving.ts'
import { type Answered, sessionAfter } from './session-after.ts'
import { type SessionKey, sessionKey } from './session-key.ts'
import { matterOf, signsOf } from './signs.ts'

/** The life of a chat request: whatever the backends do, the client is told and the request is recorded, once. */
export async function serveChat(serving: Serving, incoming: Incoming): Promise<void> {
  const { request, reply, arrivedAt, caller } = incoming
  const snapshot = serving.snapshot()
  const key = sessionKey(request, caller)
  const session = serving.sessions.find(key)
  const seed = Math.trunc(Math.random() * 2 ** 32)
  const decision = decide(serving, snapshot, request, { session, seed })
  const { profile } = decision
  const reaction = profile.kind === 'chat' ? serving.reactions.to(key) : undefined
  const plan = withoutBarredMedia(decision.plan, request, snapshot.backends)
  const [first] = plan.candidates
  const ending =
    first === undefined
      ? refuse(reply, plan.error, serving.now() - arrivedAt)
      : await cascade(serving, { request, profile, plan, snapshot, reply, arrivedAt }, first)
  remember(serving, key, { profile, plan, ending })
  const kept = decisionRecord(serving, { decision, plan, snapshot, model: request.model })
  const signs = signsOf({ request, profile, ending, reaction })
  serving.record(recordOf(incoming, kept, { ...ending, signs }, serving.now()))
}

/** Where the conversation stands now, and whose answer its next request is a reaction to. */
function remember({ sessions, reactions }: Serving, key: SessionKey, answered: Answered): void {
  const after = sessionAfter(answered)
  if (after === undefined) return
  const { model, placement } = after
  sessions.note(key, after)
  reactions.note(key, { model, placement, ...matterOf(answered.profile) })
}

function refuse(reply: ChatReply, error: GatewayError | undefined, overheadMs: number): Ending {
  const failure = error ?? new GatewayError('no_backends', 'No model can take this request.')
  const head = { attempts: 0, overheadMs, dropped: [] }
  reply.fail(failure, head)
  return { outcome: 'error', error: failure, begun: false, head, attempts: [] }
}
