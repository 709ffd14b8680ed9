import type { FinishReason, Usage } from '../../contracts/chat.ts'

/** What the parts of an answer say of its tokens, later ones over earlier ones; any field may be missing or broken. */
export type WireUsage = Readonly<Record<string, unknown>>

/** Undefined unless the prompt was counted. What was read from a cache or written to it is counted apart there. */
export function toAnthropicUsage(wire: WireUsage): Usage | undefined {
  const input = count(wire['input_tokens'])
  if (input === undefined) return undefined
  const cached = count(wire['cache_read_input_tokens'])
  const cacheWritten = count(wire['cache_creation_input_tokens'])
  const details = Object(wire['output_tokens_details']) as WireUsage
  const reasoning = count(details['thinking_tokens'])
  return {
    input: input + (cached ?? 0) + (cacheWritten ?? 0),
    output: count(wire['output_tokens']) ?? 0,
    ...(cached !== undefined && { cached }),
    ...(cacheWritten !== undefined && { cacheWritten }),
    ...(reasoning !== undefined && { reasoning }),
  }
}

/** The counts of both; those that one leaves out or sets to null are the other's. */
export function mergedUsage(earlier: WireUsage, later: unknown): WireUsage {
  const told = Object.entries(Object(later)).filter(([, value]) => value !== null)
  return { ...earlier, ...Object.fromEntries(told) }
}

/** For a backend that never says how much it wrote: tokens of so many characters. */
export function estimatedTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN)
}

const CHARACTERS_PER_TOKEN = 4

/** Why an answer ends that goes on once it is sent back as it is: nothing may be put behind it. */
export const PAUSED = 'pause_turn'

export function toAnthropicFinish(reason: unknown): FinishReason {
  return FINISH_REASONS.get(String(reason)) ?? 'other'
}

const FINISH_REASONS: ReadonlyMap<string, FinishReason> = new Map([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  [PAUSED, 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['tool_use', 'tool-calls'],
  ['refusal', 'content-filter'],
])

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
}
