/** The zod types that settings are made of. Each takes a variable's text and YAML's native value. */
import { isIP } from 'node:net'
import { z } from 'zod'

/** What an issue carries so that the nearest valid spelling can be named. */
export interface Hint {
  readonly known: readonly string[]
  /** Absent = the key itself is at fault, not its value. */
  readonly wanted?: string
}

/** Why a key that no mapping knows is refused. */
export const UNKNOWN_KEY = 'is not a known key'

const GO_DURATION = /^-?(\d+(\.\d+)?(ns|us|ms|s|m|h))+$/

/** Any text without surrounding white space. */
export function text(): z.ZodType<string> {
  return z.string({ error: 'must be a text (in YAML, put it in quotes)' }).trim()
}

/** Text of which white space is a part; `\n`, `\t` and `\r` may be written as escapes. */
export function escapedText(): z.ZodType<string> {
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }
  return z
    .string({ error: 'must be a text' })
    .transform((value) => value.replace(/\\([ntr])/g, (whole, name) => escapes[name] ?? whole))
}

/** Text that fits a pattern; `reason` says what is expected. */
export function matching(pattern: RegExp, reason: string): z.ZodType<string> {
  return text().refine((value) => pattern.test(value), { error: reason })
}

/** A key that can travel in an HTTP header. */
export function secret(): z.ZodType<string> {
  return matching(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')
}

export function number(min: number, max: number): z.ZodType<number> {
  const error = `must be a number from ${min} to ${max}`
  return z.preprocess(toNumber, z.number({ error }).min(min, { error }).max(max, { error }))
}

export function integer(min: number, max: number): z.ZodType<number> {
  const error = `must be a whole number from ${min} to ${max}`
  return z.preprocess(toNumber, z.int({ error }).min(min, { error }).max(max, { error }))
}

/** Seconds of a timer: positive, a day at most. */
export function seconds(): z.ZodType<number> {
  return number(0.001, 86_400)
}

export function flag(): z.ZodType<boolean> {
  const words: Readonly<Record<string, boolean>> = {
    true: true,
    yes: true,
    on: true,
    1: true,
    false: false,
    no: false,
    off: false,
    0: false,
  }
  return z.preprocess(
    (value) =>
      typeof value === 'object' ? value : (words[String(value).trim().toLowerCase()] ?? value),
    z.boolean({ error: 'must be true or false' }),
  )
}

/** One of some words, in any case; `aliases` are other spellings of them. */
export function oneOf<T extends string>(
  options: readonly T[],
  aliases: Readonly<Record<string, T>> = {},
): z.ZodType<T> {
  const byName = new Map<string, T>(Object.entries(aliases))
  for (const option of options) byName.set(option.toLowerCase(), option)
  const known = [...byName.keys()]
  const type = text().transform((value, context) => {
    const option = byName.get(value.toLowerCase())
    if (option !== undefined) return option
    const hint: Hint = { wanted: value.toLowerCase(), known }
    const message = `must be one of ${options.join(', ')}`
    context.addIssue({ code: 'custom', message, params: { ...hint } })
    return z.NEVER
  })
  return type.meta({ enum: [...options, ...Object.keys(aliases)] })
}

/** A list; as text, its items are separated by commas. */
export function list<T>(item: z.ZodType<T>): z.ZodType<readonly T[]> {
  const error = 'must be a list (as text: separated by commas)'
  return z.preprocess(
    (value) =>
      typeof value === 'string'
        ? value
            .split(',')
            .map((part) => part.trim())
            .filter((part) => part !== '')
        : value,
    z.array(item, { error }),
  )
}

/** A mapping whose keys are the user's own. */
export function mapOf<T>(value: z.ZodType<T>): z.ZodType<Readonly<Record<string, T>>> {
  return z.record(z.string(), value, { error: 'must be a mapping' })
}

/** Seconds, or a duration such as `5m` or `1h30m`. */
export function keepAlive(): z.ZodType<number | string> {
  const error = 'must be a number of seconds or a duration such as 5m'
  return z.preprocess(
    toNumber,
    z.union([z.number(), z.string().regex(GO_DURATION, { error })], { error }),
  )
}

/** An address to listen on, without a port. */
export function listenHost(): z.ZodType<string> {
  return text()
    .transform((value) => value.replace(/^\[(.*)\]$/, '$1'))
    .refine((value) => isIP(value) > 0 || /^[a-z\d][\w.-]*$/i.test(value), {
      error: 'must be an IP address or host name, without a port',
    })
}

/** A mapping that knows all its keys; every unknown one is an issue of its own. */
export function closed<T>(shape: { readonly [K in keyof T]-?: z.ZodType<T[K]> }): z.ZodType<T> {
  const hint: Hint = { known: Object.keys(shape) }
  const refused = z.unknown().superRefine((_, context) => {
    context.addIssue({ code: 'custom', message: UNKNOWN_KEY, params: { ...hint } })
  })
  const object: z.ZodType<unknown> = z
    .object(shape, { error: 'must be a mapping' })
    .catchall(refused)
  return object as z.ZodType<T>
}

/** A field that may be absent, empty or null, all meaning the same. */
export function optional<T>(type: z.ZodType<T>): z.ZodType<T | undefined> {
  return z.preprocess(
    (value) => (value === '' || value === null ? undefined : value),
    type.optional(),
  )
}

/** Text that is no number stays text, so that what is refused is what was written. */
function toNumber(value: unknown): unknown {
  if (typeof value !== 'string' || value.trim() === '') return value
  const parsed = Number(value)
  return Number.isNaN(parsed) ? value : parsed
}
