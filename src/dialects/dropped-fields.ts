import type { ChatRequest, Feature } from '../contracts/chat.ts'

/**
 * What a translation leaves out, as the client spelled it and in its order: these features, and all that has no place
 * outside the client's own dialect.
 */
export function droppedFields(
  request: ChatRequest,
  features: Iterable<Feature>,
): readonly string[] {
  const { fields, terms } = request
  const named = Array.from(features, (feature) => terms.names[feature]).flat()
  const asked = named.filter((path) => isAsked(fields, path.split('.')))
  const order = new Map(Object.keys(fields).map((field, at) => [field, at]))
  const placed = Array.from(new Set([...asked, ...terms.untranslatable(request)]), (path) => ({
    path,
    place: order.get(/^[^.[]*/.exec(path)?.[0] ?? '') ?? -1,
  }))
  return placed.sort((one, other) => one.place - other.place).map(({ path }) => path)
}

/** A step that ends in [] is into each element of a list. */
function isAsked(value: unknown, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined) return value !== undefined && value !== null
  if (!step.endsWith('[]')) return isAsked(Object(value)[step], rest)
  const list: unknown = Object(value)[step.slice(0, -2)]
  return Array.isArray(list) && list.some((each) => isAsked(each, rest))
}
