import type { FinishReason } from '../../contracts/chat.ts'

/** What a choice has called. */
export interface Called {
  readonly any: boolean
  /** The one call is told as those of old were. */
  readonly legacy: boolean
}

/** What servers that say `stop` after a call should have said, and those that tell of calls and made none. */
export function trueReason(reason: string, called: Called | undefined): string {
  if (called?.any !== true) return CALLING.has(reason) ? 'stop' : reason
  if (reason !== 'stop') return reason
  return called.legacy ? 'function_call' : 'tool_calls'
}

const CALLING: ReadonlySet<string> = new Set(['tool_calls', 'function_call'])

export function toFinishReason(wire: string): FinishReason {
  return FINISH_REASONS.get(wire) ?? 'other'
}

const FINISH_REASONS: ReadonlyMap<string, FinishReason> = new Map([
  ['stop', 'stop'],
  ['length', 'length'],
  ['tool_calls', 'tool-calls'],
  ['function_call', 'tool-calls'],
  ['content_filter', 'content-filter'],
])

/** What the client asked to stop at and the answer did: vLLM's and SGLang's word for it, which may be a token as well. */
export function matchedStop(
  {
    stop_reason,
    matched_stop,
  }: { readonly stop_reason?: unknown; readonly matched_stop?: unknown },
  stops: readonly string[],
): string | undefined {
  return stops.find((stop) => stop === stop_reason || stop === matched_stop)
}
