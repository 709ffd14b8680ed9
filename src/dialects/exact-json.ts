import type { JsonSource } from '../contracts/json.ts'
import { fromByteText } from '../std/json-spans.ts'

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

/** A member of a JSON object, parsed so; undefined when JSON.parse changes none of its numbers. */
export function parseExactMember({ text, members }: JsonSource, name: string): unknown {
  const { start, end } = members.find(({ key }) => key === name) ?? { start: 0, end: 0 }
  const own = text.slice(start, end)
  return hasLongNumbers(own) ? parseExact(fromByteText(own)) : undefined
}

/** Whether a parsed value is a long number's text. */
export function isExactNumber(value: unknown): boolean {
  return raw.isRawJSON(value)
}

function hasLongNumbers(text: string): boolean {
  return LONG_NUMBER.test(text)
}

function toExact(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source
  if (typeof value !== 'number' || source === undefined || source.length <= 15) return value
  return String(value) === source ? value : raw.rawJSON(source)
}
