import type { Json } from '../../contracts/json.ts'
import { isHoldable } from './schema-limits.ts'

type Schema = Readonly<Record<string, Json>>

/** What constrains values beyond their types is refused: the model is told of it in words. */
const REFUSED: ReadonlySet<string> = new Set([
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems'],
  ...['minProperties', 'maxProperties', 'minContains', 'maxContains'],
])
const LISTS = ['anyOf', 'allOf', 'oneOf']
const TABLES = ['properties', '$defs', 'definitions']

/**
 * A schema as Anthropic holds an answer to it: objects have no members but those that they name. Undefined where that
 * would leave out what the schema allows, or where it is more than Anthropic takes.
 */
export function anthropicSchema(schema: Json): Json | undefined {
  return isHoldable(schema) ? closed(schema) : undefined
}

function closed(schema: Json): Json {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return schema
  const { oneOf, $schema: _, ...rest } = schema as Schema
  const members = Object.entries(oneOf === undefined ? rest : { anyOf: oneOf, ...rest })
  const refused = members.filter(([key]) => REFUSED.has(key))
  const kept = members.filter(([key]) => !REFUSED.has(key) && key !== 'additionalProperties')
  const inner = Object.fromEntries(kept.map(([key, value]) => [key, within(key, value)]))
  return {
    ...inner,
    ...(refused.length > 0 && { description: described(inner['description'], refused) }),
    ...(isObject(schema as Schema) && { additionalProperties: false }),
  }
}

function within(key: string, value: Json): Json {
  if (LISTS.includes(key) && Array.isArray(value)) return value.map(closed)
  if (key === 'items') return closed(value)
  if (!TABLES.includes(key)) return value
  const entries = Object.entries(Object(value) as Schema)
  return Object.fromEntries(entries.map(([name, each]) => [name, closed(each)]))
}

function isObject({ type, properties }: Schema): boolean {
  return properties !== undefined || [type].flat().includes('object')
}

function described(text: Json | undefined, refused: readonly (readonly [string, Json])[]): string {
  const rules = refused.map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join(', ')
  return typeof text === 'string' && text !== '' ? `${text} (${rules})` : rules
}
