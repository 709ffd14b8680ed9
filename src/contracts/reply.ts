import type { ChatAnswer, ChatEvent } from './chat.ts'
import type { GatewayError } from './errors.ts'

/** What the client is told about how its answer came to be. */
export interface ReplyHead {
  readonly model?: string | undefined
  readonly backend?: string | undefined
  /** Plain text for people. */
  readonly reason?: string | undefined
  readonly attempts: number
  /** Tokens of the prompt by our own estimate. */
  readonly tokensIn?: number | undefined
  /** What the router itself took, milliseconds. */
  readonly overheadMs: number
  /** Request fields that were left out, in the client's spelling. */
  readonly dropped: readonly string[]
}

/** The client's end of one chat request, in the client's dialect. Exactly one of `end`, `answer` and `fail` closes it. */
export interface ChatReply {
  /** The id that every part of the answer carries. */
  readonly id: string
  /** The answer is wanted piece by piece. */
  readonly stream: boolean
  /** Commits status and headers, without content yet. */
  open(head: ReplyHead): void
  /** Tells the client, between events, that it is not forgotten. */
  comment(): void
  /** The next events of the attempt that `head` names; false = the client reads slower than that, wait for `onDrain`. */
  events(events: readonly ChatEvent[], head: ReplyHead): boolean
  end(head: ReplyHead): void
  answer(answer: ChatAnswer, head: ReplyHead): void
  /** A status of its own, or an error event if the answer has begun. */
  fail(error: GatewayError, head: ReplyHead): void

  /** Breaks the connection: the client takes nothing any more. */
  cut(): void
  /** The client closed its connection before the answer was whole. */
  onLeave(left: () => void): void
  onDrain(drained: () => void): void
}
