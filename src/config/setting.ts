import type { z } from 'zod'

/** One thing a user can set: everything that reading, checking and describing it needs. */
export interface Setting<T = unknown> {
  /** Takes the text of a variable and the native value of YAML alike. */
  readonly type: z.ZodType<T>
  readonly fallback: T
  /** The environment variable; absent = only in the file. */
  readonly env?: string
  /** Names that still work, with a warning. */
  readonly oldEnv?: readonly string[]
  /** One line for people. */
  readonly about: string
  readonly unit?: string
  /** Its value is never shown, and its variable has a `_FILE` form. */
  readonly secret?: boolean
  /** Keys inside a composite value that are never shown. */
  readonly secretKeys?: readonly string[]
  /** Accepted and checked, but nothing reads it yet. */
  readonly later?: boolean
  /** A change of it in a running router counts from the next start on. */
  readonly restart?: boolean
  /** Has no place in the file. */
  readonly envOnly?: boolean
}

export type ValueOf<S> = S extends Setting<infer T> ? T : never

/** Settings by their path in the file, such as `timeouts.connect`. */
export type Section = Readonly<Record<string, Setting>>

/** Declares a setting; exists so that its value's type is inferred from its zod type and fallback. */
export function setting<T>(spec: Setting<T>): Setting<T> {
  return spec
}

/** Declares a setting whose feature comes later. */
export function later<T>(spec: Setting<T>): Setting<T> {
  return { ...spec, later: true }
}
