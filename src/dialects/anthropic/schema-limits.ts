import type { Json } from '../../contracts/json.ts'

type Schema = Readonly<Record<string, Json>>

/** Members that may be missing, over all the schemas of a request. */
const MOST_OPTIONAL = 24
/** Schemas of more than one type, likewise. */
const MOST_UNIONS = 16
/** Anthropic says only that a schema was too large, not what is: more than this is refused in any case. */
const MOST_DEFINITIONS = 200

/**
 * Whether Anthropic holds answers to a schema: each object must name all its members, none may be within itself, and all
 * of it must not be too large.
 */
export function isHoldable(schema: Json): boolean {
  const parts = [...partsOf(schema)]
  return !parts.some(isOpen) && isResolved(schema, parts) && isSmall(parts)
}

/** Whether schemas, each of which can be held, can be held in one request. */
export function areHoldable(schemas: readonly Json[]): boolean {
  return isSmall(schemas.flatMap((schema) => [...partsOf(schema)]))
}

const LISTS = ['anyOf', 'allOf', 'oneOf']
const TABLES = ['properties', '$defs', 'definitions']

/** A schema and all within it. */
function* partsOf(schema: Json | undefined): Generator<Schema> {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return
  const part = schema as Schema
  yield part
  yield* partsOf(part['items'])
  const lists = LISTS.flatMap((key) => part[key] ?? [])
  const tables = TABLES.flatMap((key) => membersOf(part[key])).map(([, inner]) => inner)
  for (const inner of [...lists, ...tables]) yield* partsOf(inner)
}

function membersOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  return Object.entries(Object(value) as Schema)
}

/** An object with members that it does not name, or that only several schemas name together. */
function isOpen(part: Schema): boolean {
  const { additionalProperties: others, properties, patternProperties, allOf } = part
  if (patternProperties !== undefined || (others !== undefined && others !== false)) return true
  if (Array.isArray(allOf) && (allOf.length > 1 || properties !== undefined)) return true
  return others === undefined && isObject(part) && membersOf(properties).length === 0
}

function isObject({ type, properties }: Schema): boolean {
  return properties !== undefined || [type].flat().includes('object')
}

/** Whether all that a schema refers to is defined in it, and nothing in terms of itself. */
function isResolved(schema: Json, parts: readonly Schema[]): boolean {
  const left = new Map(definitionsOf(schema))
  if (left.size > MOST_DEFINITIONS) return false
  if (parts.flatMap(refOf).some((ref) => !left.has(ref))) return false
  for (let before = -1; before !== left.size; ) {
    before = left.size
    for (const [name, refs] of left) if (!refs.some((ref) => left.has(ref))) left.delete(name)
  }
  return left.size === 0
}

/** By each definition's reference, the references in it. */
function definitionsOf(schema: Json): readonly (readonly [string, readonly string[]])[] {
  return ['$defs', 'definitions'].flatMap((table) =>
    membersOf((Object(schema) as Schema)[table]).map(([name, definition]) => {
      const refs = new Set([...partsOf(definition)].flatMap(refOf))
      return [`#/${table}/${name}`, [...refs]] as const
    }),
  )
}

function refOf({ $ref }: Schema): readonly string[] {
  return typeof $ref === 'string' ? [$ref] : []
}

function isSmall(parts: readonly Schema[]): boolean {
  const optional = parts.reduce((sum, part) => sum + optionalIn(part), 0)
  return optional <= MOST_OPTIONAL && parts.filter(isUnion).length <= MOST_UNIONS
}

function optionalIn({ properties, required }: Schema): number {
  const needed = new Set(Array.isArray(required) ? required : [])
  return membersOf(properties).filter(([name]) => !needed.has(name)).length
}

function isUnion({ type, anyOf, oneOf }: Schema): boolean {
  return Array.isArray(type) || anyOf !== undefined || oneOf !== undefined
}
