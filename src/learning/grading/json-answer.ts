import { isDeepStrictEqual } from 'node:util'
import type { Json } from '../../contracts/json.ts'

/** The JSON of an answer: all of it, or what stands in a fence or between the outermost brackets. */
export function jsonIn(text: string): unknown {
  const from = ['{', '['].map((open) => text.indexOf(open)).filter((at) => at >= 0)
  const to = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'))
  if (from.length === 0) return undefined
  try {
    return JSON.parse(text.slice(Math.min(...from), to + 1))
  } catch {
    return undefined
  }
}

/** Whether a value has all that is wanted, where objects may have more; texts are compared without case and outer space. */
export function fits(value: unknown, wanted: Json): boolean {
  if (typeof wanted === 'string')
    return typeof value === 'string' && folded(value) === folded(wanted)
  if (Array.isArray(wanted)) return fitsList(value, wanted)
  if (wanted === null || typeof wanted !== 'object') return isDeepStrictEqual(value, wanted)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.entries(wanted).every(([key, one]) => fits(Object(value)[key], one))
}

function fitsList(value: unknown, wanted: readonly Json[]): boolean {
  if (!Array.isArray(value) || value.length !== wanted.length) return false
  return wanted.every((one, at) => fits(value[at], one))
}

function folded(text: string): string {
  return text.trim().toLowerCase()
}
