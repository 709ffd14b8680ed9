const LIMIT = 80

/** Stands for a value that must not be seen. */
export const HIDDEN = '(hidden)'

/** A refused value for people: short, on one line, and without what may be a secret inside an address. */
export function showValue(value: unknown): string | undefined {
  if (value === undefined) return undefined
  if (Array.isArray(value)) return '(a list)'
  if (typeof value === 'object' && value !== null) return '(a mapping)'
  const text = String(value)
    .replace(/:\/\/\S*@/, `://${HIDDEN}@`)
    .replace(/(:\/\/[^?#]*)[?#].*/s, `$1?${HIDDEN}`)
  const short = text.length > LIMIT ? `${text.slice(0, LIMIT)}…` : text
  return /^[\x21-\x7e…]+$/.test(short) ? short : JSON.stringify(short)
}
