import type { Json } from '../contracts/json.ts'
import { isExactNumber, parseExact } from './exact-json.ts'

/**
 * The arguments of a tool call for backends that take an object instead of its text, to be written by JSON.stringify,
 * which writes their long numbers as the model did. What a model wrote that is no object is kept where everybody can see
 * that it was none.
 */
export function toolArguments(text: string): Json {
  if (text.trim() === '') return {}
  try {
    const value = parseExact(text)
    if (isObject(value)) return value as Json
  } catch {
    return { invalid_arguments: text }
  }
  return { invalid_arguments: text }
}

function isObject(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !isExactNumber(value)
  )
}
