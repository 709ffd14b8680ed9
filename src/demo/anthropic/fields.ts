import { invalid } from './refuse.ts'

/** Throws 400 for the first member that an object must not have; `at` is the path to the object. */
export function refuseExtras(value: object, known: readonly string[], at = ''): void {
  const extra = Object.keys(value).find((key) => !known.includes(key))
  if (extra !== undefined) throw invalid(`${join(at, extra)}: Extra inputs are not permitted`)
}

/** Throws 400 for the first member that an object lacks. */
export function requireFields(value: object, needed: readonly string[], at = ''): void {
  const missing = needed.find((key) => !(key in value))
  if (missing !== undefined) throw invalid(`${join(at, missing)}: Field required`)
}

/** Throws 400 where text is wanted and something else came. */
export function textAt(value: unknown, at: string): string {
  if (typeof value === 'string') return value
  throw invalid(`${at}: Input should be a valid string`)
}

/** Throws 400 where a list is wanted and something else came. */
export function listAt(value: unknown, at: string): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw invalid(`${at}: Input should be a valid list`)
}

/** Throws 400 where an object is wanted and something else came. */
export function objectAt<T extends object>(
  value: unknown,
  at: string,
): { readonly [K in keyof T]?: unknown } {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw invalid(`${at}: Input should be a valid dictionary or object to extract fields from`)
}

/** Throws 400 unless the value is one of the tags; gives the tag. */
export function tagAt<T extends string>(value: unknown, tags: readonly T[], at: string): T {
  const tag = tags.find((one) => one === value)
  if (tag !== undefined) return tag
  const expected = tags.map((one) => `'${one}'`).join(', ')
  const found = `Input tag '${String(value)}' found using 'type'`
  throw invalid(`${at}: ${found} does not match any of the expected tags: ${expected}`)
}

function join(at: string, key: string): string {
  return at === '' ? key : `${at}.${key}`
}
