import type { ToolCall, ToolDefinition } from '../contracts/chat.ts'

/** Longer arguments are taken for fitting. */
const LONGEST = 1_000_000

type Schema = Readonly<Record<string, unknown>>

/**
 * Whether a call names one of these tools and its arguments are an object that has what the tool requires, each of a type
 * that it allows. Only the outermost level is looked at, in bounded time: schemas and answers are strangers' texts.
 */
export function fitsTool(
  { name, arguments: text }: Pick<ToolCall, 'name' | 'arguments'>,
  tools: readonly ToolDefinition[],
): boolean {
  const tool = tools.find((one) => one.name === name)
  if (tool === undefined) return false
  if (text.length > LONGEST) return true
  const given = text.trim() === '' ? {} : objectIn(text)
  if (given === undefined) return false
  const { required, properties } = asSchema(tool.parameters)
  if (Array.isArray(required) && !required.every((key) => Object.hasOwn(given, String(key))))
    return false
  return Object.entries(given).every(([key, value]) => {
    const { type, enum: allowed } = asSchema(asSchema(properties)[key])
    return isOf(type, value) && (!Array.isArray(allowed) || isAmong(value, allowed))
  })
}

function asSchema(value: unknown): Schema {
  return typeof value === 'object' && value !== null ? (value as Schema) : {}
}

function objectIn(text: string): Schema | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Schema)
      : undefined
  } catch {
    return undefined
  }
}

/** What is not known of a schema is allowed. */
function isOf(type: unknown, value: unknown): boolean {
  const types = [type].flat()
  return (
    !types.every((one) => typeof one === 'string' && one in IS) ||
    types.some((one) => {
      return IS[one as keyof typeof IS](value)
    })
  )
}

const IS = {
  string: (value: unknown) => typeof value === 'string',
  number: (value: unknown) => typeof value === 'number',
  integer: (value: unknown) => Number.isInteger(value),
  boolean: (value: unknown) => typeof value === 'boolean',
  array: (value: unknown) => Array.isArray(value),
  object: (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value),
  null: (value: unknown) => value === null,
} as const

/** Lists and objects are not compared. */
function isAmong(value: unknown, allowed: readonly unknown[]): boolean {
  return typeof value === 'object' || allowed.includes(value)
}
