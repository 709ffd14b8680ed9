import type { ChatRequest } from '../contracts/chat.ts'
import type { RequestRecord } from '../contracts/record.ts'
import type { ChatReply } from '../contracts/reply.ts'
import { FAMILIES, type PromptProfile } from '../contracts/routing.ts'
import type { Ending } from './cascade.ts'

/** A chat request as an endpoint hands it over. */
export interface Incoming {
  readonly request: ChatRequest
  readonly reply: ChatReply
  readonly requestId: string
  readonly endpoint: string
  /** Monotonic milliseconds. */
  readonly arrivedAt: number
}

/** What is kept of a chat request. `now`: monotonic milliseconds. */
export function recordOf(
  incoming: Incoming,
  profile: PromptProfile,
  ending: Ending,
  now: number,
): RequestRecord {
  const { request, reply, requestId, endpoint, arrivedAt } = incoming
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
    family: likeliest(profile),
    difficulty: profile.difficulty,
    tokensIn,
    tokensOut,
    firstContentMs: attempts.at(-1)?.firstContentMs,
    totalMs,
    overheadMs: head.overheadMs,
    attempts,
  }
}

/** What the client was told; one who left heard nothing that counts. */
function statusOf({ outcome, error, begun }: Ending): number {
  if (error === undefined || (begun && outcome !== 'client_left')) return 200
  return error.status
}

function likeliest({ families }: PromptProfile): string {
  return FAMILIES.reduce((best, family) => (families[family] > families[best] ? family : best))
}
