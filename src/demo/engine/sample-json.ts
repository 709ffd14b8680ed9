import type { Json } from '../../contracts/json.ts'

/** The smallest value with the required members of a JSON schema, for models asked for JSON. */
export function sampleJson(schema: Json | undefined, root: Json | undefined = schema): Json {
  const node = resolve(schema, root)
  if (node.const !== undefined) return node.const
  const choice = node.enum?.[0]
  if (choice !== undefined) return choice
  const branch = node.anyOf?.[0] ?? node.oneOf?.[0]
  if (branch !== undefined) return sampleJson(branch, root)
  return sampleOfType(node, root)
}

interface Schema {
  readonly $ref?: string
  readonly const?: Json
  readonly enum?: readonly Json[]
  readonly anyOf?: readonly Json[]
  readonly oneOf?: readonly Json[]
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Json>>
  readonly required?: readonly string[]
  readonly items?: Json
  readonly minItems?: number
  readonly minimum?: number
}

function sampleOfType(node: Schema, root: Json | undefined): Json {
  switch (typeOf(node)) {
    case 'object':
      return sampleObject(node, root)
    case 'array':
      return Array.from({ length: node.minItems ?? 1 }, () => sampleJson(node.items, root))
    case 'integer':
    case 'number':
      return node.minimum ?? 1
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return 'simulated'
  }
}

function typeOf(node: Schema): string | undefined {
  if (node.type === undefined) return node.properties === undefined ? undefined : 'object'
  return typeof node.type === 'string' ? node.type : node.type[0]
}

function sampleObject(node: Schema, root: Json | undefined): Json {
  const properties = node.properties ?? {}
  const keys = node.required ?? Object.keys(properties)
  return Object.fromEntries(keys.map((key) => [key, sampleJson(properties[key], root)]))
}

function resolve(schema: Json | undefined, root: Json | undefined): Schema {
  const node = asSchema(schema)
  if (node.$ref === undefined) return node
  const steps = node.$ref.replace(/^#\/?/, '').split('/').filter(Boolean)
  return asSchema(
    steps.reduce<Json | undefined>(
      (at, step) => (at as Record<string, Json> | undefined)?.[step],
      root,
    ),
  )
}

function asSchema(value: Json | undefined): Schema {
  return typeof value === 'object' && value !== null ? (value as Schema) : {}
}
