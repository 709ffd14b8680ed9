import type { z } from 'zod'
import { nearNames } from '../std/near-names.ts'
import type { Problem } from './config-error.ts'
import type { Given } from './given.ts'
import { pathName } from './path-name.ts'
import type { Setting } from './setting.ts'
import { HIDDEN, showValue } from './show-value.ts'
import { type Hint, UNKNOWN_KEY } from './value-types.ts'

export type Checked =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** Checks one given value against its setting, telling every fault in it. */
export function checkValue(setting: Setting, given: Given): Checked {
  const result = setting.type.safeParse(given.raw)
  if (result.success) return { ok: true, value: result.data }
  return { ok: false, problems: result.error.issues.map((issue) => explain(issue, setting, given)) }
}

function explain(issue: z.core.$ZodIssue, setting: Setting, given: Given): Problem {
  const hint = hintOf(issue)
  const ofKey = issue.message === UNKNOWN_KEY || issue.code === 'invalid_key'
  return {
    path: pathName((setting.envOnly && setting.env) || given.path, issue.path),
    value: ofKey ? undefined : shown(issue.path, setting, given),
    reason: reasonOf(issue),
    nearest: nearest(hint, issue.path),
    where: given.where(issue.path, ofKey),
  }
}

function hintOf(issue: z.core.$ZodIssue): Hint | undefined {
  return issue.code === 'custom' ? (issue.params as Hint | undefined) : undefined
}

function reasonOf(issue: z.core.$ZodIssue): string {
  const inner = issue.code === 'invalid_key' ? issue.issues[0] : undefined
  return inner?.message ?? issue.message
}

function nearest(hint: Hint | undefined, path: readonly PropertyKey[]): string | undefined {
  if (hint === undefined) return undefined
  return nearNames(hint.wanted ?? String(path.at(-1)), hint.known, 1)[0]
}

function shown(path: readonly PropertyKey[], setting: Setting, given: Given): string | undefined {
  const hidden =
    setting.secret === true || path.some((key) => setting.secretKeys?.includes(String(key)))
  return hidden ? HIDDEN : showValue(given.written(path))
}
