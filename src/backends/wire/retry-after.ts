export type ForeignHeaders = Readonly<Record<string, string | string[] | undefined>>

const LONGEST_MS = 30_000

/**
 * How long a backend asks to be left alone: milliseconds, at most 30 s; undefined when it does not say, or says nonsense.
 * Reads `retry-after-ms`, and `retry-after` as seconds or as a date.
 */
export function retryAfterMs(headers: ForeignHeaders, now: number): number | undefined {
  const wait =
    milliseconds(headers['retry-after-ms']) ?? fromRetryAfter(headers['retry-after'], now)
  return wait === undefined ? undefined : Math.min(Math.max(Math.ceil(wait), 0), LONGEST_MS)
}

function fromRetryAfter(header: unknown, now: number): number | undefined {
  const seconds = milliseconds(header)
  if (seconds !== undefined) return seconds * 1000
  const date = typeof header === 'string' && /[a-z]/i.test(header) ? Date.parse(header) : Number.NaN
  return Number.isNaN(date) ? undefined : date - now
}

function milliseconds(header: unknown): number | undefined {
  return typeof header === 'string' && /^\s*\d+(?:\.\d+)?\s*$/.test(header)
    ? Number(header)
    : undefined
}
