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
  const asked = named.filter((path) => isAsked(fields, path))
  const order = Object.keys(fields)
  const place = (path: string) => order.indexOf(/^[^.[]*/.exec(path)?.[0] ?? '')
  const dropped = new Set([...asked, ...terms.untranslatable(request)])
  return [...dropped].sort((one, other) => place(one) - place(other))
}

function isAsked(fields: ChatRequest['fields'], path: string): boolean {
  let value: unknown = fields
  for (const step of path.split('.')) value = Object(value)[step]
  return value !== undefined && value !== null
}
