import type { Json } from '../contracts/json.ts'

/**
 * The arguments of a tool call for backends that take an object instead of its text. What a model wrote that is none is
 * kept where everybody can see that it was none.
 */
export function toolArguments(text: string): Json {
  if (text.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json
  } catch {
    return { invalid_arguments: text }
  }
  return { invalid_arguments: text }
}
