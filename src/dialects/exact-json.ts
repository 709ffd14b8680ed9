/** So many digits may be more than a number holds; fewer are always exact. */
const LONG_NUMBER = /[:,[]\s*-?\d[\d.]{15}/

interface Raw {
  rawJSON(text: string): unknown
  isRawJSON(value: unknown): boolean
}

const raw = JSON as unknown as Raw

/**
 * JSON.parse for what JSON.stringify writes again: a long number that would become another one stays its own text, as
 * an object that only JSON.stringify understands. Throws as JSON.parse does.
 */
export function parseExact(text: string): unknown {
  return hasLongNumbers(text) ? JSON.parse(text, toExact) : JSON.parse(text)
}

/** Whether a JSON text may have numbers that JSON.parse changes. */
export function hasLongNumbers(text: string): boolean {
  return LONG_NUMBER.test(text)
}

/** Whether a parsed value is a long number's text. */
export function isExactNumber(value: unknown): boolean {
  return raw.isRawJSON(value)
}

function toExact(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source
  if (typeof value !== 'number' || source === undefined || source.length <= 15) return value
  return String(value) === source ? value : raw.rawJSON(source)
}
