import type { ChatRequest } from '../contracts/chat.ts'
import type { DecisionRecord } from '../contracts/decision.ts'
import type { GatewayError } from '../contracts/errors.ts'
import type { AttemptRecord, Outcome, RequestRecord } from '../contracts/record.ts'
import type { ChatReply, ReplyHead } from '../contracts/reply.ts'
import type { Sign } from '../contracts/sign.ts'
import type { Gist } from './gist.ts'
import type { Caller } from './session-key.ts'
import { matterOf } from './signs.ts'

/** A chat request as an endpoint hands it over. */
export interface Incoming {
  readonly request: ChatRequest
  readonly reply: ChatReply
  readonly requestId: string
  readonly endpoint: string
  readonly caller: Caller
  /** Monotonic milliseconds. */
  readonly arrivedAt: number
}

/** How a request ended. */
export interface Ending {
  readonly outcome: Outcome
  readonly error?: GatewayError | undefined
  /** The client had been told 200 before the error. */
  readonly begun: boolean
  readonly head: ReplyHead
  readonly attempts: readonly AttemptRecord[]
  /** What the answer was made of. */
  readonly gist?: Gist | undefined
  readonly tokensIn?: number | undefined
  readonly tokensOut?: number | undefined
}

/** What is kept of a chat request. `now`: monotonic milliseconds. */
export function recordOf(
  incoming: Incoming,
  decision: DecisionRecord,
  ending: Ending & { readonly signs: readonly Sign[] },
  now: number,
): RequestRecord {
  const { request, reply, requestId, endpoint, arrivedAt } = incoming
  const { profile } = decision
  const { head, outcome, error, attempts, tokensIn, tokensOut } = ending
  const totalMs = now - arrivedAt
  return {
    id: reply.id,
    requestId,
    at: Date.now() - totalMs,
    endpoint,
    requestedModel: request.model,
    model: head.model,
    backend: head.backend,
    reason: head.reason,
    stream: request.stream,
    status: statusOf(ending),
    outcome,
    code: error?.code,
    ...matterOf(profile),
    tokensIn,
    tokensOut,
    firstContentMs: attempts.at(-1)?.firstContentMs,
    totalMs,
    overheadMs: head.overheadMs,
    attempts,
    decision,
    signs: ending.signs,
  }
}

/** What the client was told; one who left heard nothing that counts. */
function statusOf({ outcome, error, begun }: Ending): number {
  if (error === undefined || (begun && outcome !== 'client_left')) return 200
  return error.status
}
