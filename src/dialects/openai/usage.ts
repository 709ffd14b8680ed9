import type { Timings, Usage } from '../../contracts/chat.ts'

type Wire = Readonly<Record<string, unknown>>

/** Undefined unless both counts are believable. */
export function toUsage(wire: unknown): Usage | undefined {
  if (!isObject(wire)) return undefined
  const input = count(wire['prompt_tokens'])
  const output = count(wire['completion_tokens']) ?? 0
  if (input === undefined) return undefined
  const cached = isObject(wire['prompt_tokens_details'])
    ? count(wire['prompt_tokens_details']['cached_tokens'])
    : undefined
  const details = wire['completion_tokens_details']
  const reasoning = isObject(details) ? count(details['reasoning_tokens']) : undefined
  return {
    input,
    output,
    ...(cached === undefined ? {} : { cached }),
    ...(reasoning === undefined ? {} : { reasoning }),
  }
}

/** llama.cpp's own account of its time. */
export function toTimings(wire: unknown): Timings | undefined {
  if (!isObject(wire)) return undefined
  const {
    prompt_ms: prefillMs,
    prompt_n: prefillTokens,
    predicted_ms: decodeMs,
    predicted_n: decodeTokens,
  } = wire
  const found = { prefillMs, prefillTokens, decodeMs, decodeTokens }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => count(value) !== undefined))
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
}

/** A JSON object, of which any field may be missing or of another type. */
export function isObject(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
