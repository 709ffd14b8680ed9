import { z } from 'zod'
import { schema } from './schema.ts'
import type { Setting } from './setting.ts'

/** A part of a JSON Schema, draft 7. */
export interface SchemaNode {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly pattern?: string
  readonly description?: string
  readonly default?: unknown
  readonly anyOf?: readonly SchemaNode[]
  readonly items?: SchemaNode
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly required?: readonly string[]
  readonly propertyNames?: SchemaNode
  readonly additionalProperties?: SchemaNode | false
  readonly $ref?: string
}

const VARIABLE: SchemaNode = { $ref: '#/definitions/variable' }
const NOTHING: SchemaNode = { type: 'null' }

/** The JSON Schema of smarterrouter.yaml, nested as the file is written, for editors. The router checks more. */
export function fileSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'smarterrouter.yaml',
    description: 'Configuration of SmarterRouter. Written from the settings that the router knows.',
    ...groupOf(''),
    definitions: {
      variable: {
        type: 'string',
        pattern: '\\$\\{env\\.\\w+(:-[^}]*)?\\}',
        description: 'The value of an environment variable.',
      },
    },
  }
}

/** What a setting takes, without the variables and blanks that every one takes. */
export function plainSchema({ type }: Setting): SchemaNode {
  const node = z.toJSONSchema(type, { io: 'input', target: 'draft-7', unrepresentable: 'any' })
  const { $schema: _, ...plain } = node
  return plain as SchemaNode
}

/** The mapping of all settings whose path begins with `prefix`, which is empty or ends in a dot. */
function groupOf(prefix: string): SchemaNode {
  const properties: Record<string, SchemaNode> = {}
  for (const [path, setting] of schema) {
    if (setting.envOnly === true || !path.startsWith(prefix)) continue
    const [key = '', ...deeper] = path.slice(prefix.length).split('.')
    properties[key] ??=
      deeper.length > 0 ? orNothing(groupOf(`${prefix}${key}.`)) : settingSchema(setting)
  }
  return { type: 'object', properties, additionalProperties: false }
}

function settingSchema(setting: Setting): SchemaNode {
  const { about, unit, later, fallback } = setting
  const notes = [about, unit && `Unit: ${unit}.`, later === true && 'Not used yet.']
  return {
    description: notes.filter((note) => typeof note === 'string').join(' '),
    ...(fallback !== undefined && { default: fallback }),
    ...orNothing(asWritten(plainSchema(setting))),
  }
}

/** The same as it may be written in the file: a variable for every scalar, a list as a text. */
function asWritten(node: SchemaNode): SchemaNode {
  if (node.anyOf !== undefined) return { ...node, anyOf: [...node.anyOf, VARIABLE] }
  if (node.type === 'array') return arrayAsWritten(node)
  if (node.type === 'object') return objectAsWritten(node)
  if (node.type === 'string' && node.enum === undefined) return node
  return { anyOf: [node, VARIABLE] }
}

function arrayAsWritten(node: SchemaNode): SchemaNode {
  const items = asWritten(node.items ?? {})
  if (node.items?.type === 'object') return { ...node, items }
  return { anyOf: [{ ...node, items }, { type: 'string' }] }
}

function objectAsWritten(node: SchemaNode): SchemaNode {
  const { properties, required = [], additionalProperties } = node
  if (properties === undefined) {
    return {
      ...node,
      ...(additionalProperties && { additionalProperties: asWritten(additionalProperties) }),
    }
  }
  const entries = Object.entries(properties).map(([name, { description, ...inner }]) => {
    const written = asWritten(inner)
    return [name, { description, ...(required.includes(name) ? written : orNothing(written)) }]
  })
  return { ...node, properties: Object.fromEntries(entries), additionalProperties: false }
}

/** What is left empty says nothing, whatever it is. */
function orNothing(node: SchemaNode): SchemaNode {
  const { description, ...rest } = node
  const choices = node.anyOf !== undefined && Object.keys(rest).length === 1 ? node.anyOf : [rest]
  return { ...(description !== undefined && { description }), anyOf: [...choices, NOTHING] }
}
