import type { ChatRequest, ToolDefinition } from '../../contracts/chat.ts'
import type { Json } from '../../contracts/json.ts'
import { defined } from '../../std/defined.ts'
import { anthropicSchema } from './schema.ts'
import { areHoldable } from './schema-limits.ts'
import type { AnthropicTraits } from './traits.ts'

interface AnthropicTools {
  readonly fields: Readonly<Record<string, Json>>
  /** The model must call a tool. */
  readonly forced: boolean
  /** The choice cannot be had from this model. */
  readonly missed: boolean
  /** Of calls that were to be held to their schemas some are not. */
  readonly loose: boolean
}

/** The tools and how to choose among them. */
export function anthropicTools(
  request: ChatRequest,
  { forcedTools, schemas }: Pick<AnthropicTraits, 'forcedTools' | 'schemas'>,
): AnthropicTools {
  const { tools, toolChoice, parallelTools } = request
  if (tools.length === 0)
    return { fields: formerTools(request), forced: false, missed: false, loose: false }
  const asks = toolChoice !== 'auto' && toolChoice !== 'none'
  const missed = asks && !forcedTools
  const choice = toChoice(missed ? 'auto' : toolChoice, parallelTools)
  const held = schemas ? heldSchemas(tools) : NONE_HELD
  const fields = defined({
    tools: tools.map((tool) => toTool(tool, held.get(tool))),
    tool_choice: choice,
  })
  const loose = tools.some((tool) => tool.strict === true && !held.has(tool))
  return { fields, forced: asks && !missed, missed, loose }
}

/** Calls that have been made need their tools, even if none is offered any more. */
function formerTools({ messages }: ChatRequest): AnthropicTools['fields'] {
  const calls = messages.flatMap((message) => message.toolCalls ?? [])
  const names = [...new Set(calls.map(({ name }) => name))]
  if (names.length === 0) return {}
  return { tools: names.map((name) => toTool({ name }, undefined)), tool_choice: { type: 'none' } }
}

type HeldSchemas = ReadonlyMap<ToolDefinition, Json>

const NONE_HELD: HeldSchemas = new Map()
/** Tools whose calls Anthropic holds to their schemas, in one request. */
const MOST_STRICT = 20

/** The schemas that calls are held to: those that can be, or none when they are too many together. */
function heldSchemas(tools: readonly ToolDefinition[]): HeldSchemas {
  const strict = tools.filter((tool) => tool.strict === true)
  if (strict.length > MOST_STRICT) return NONE_HELD
  const held = strict.flatMap((tool): [ToolDefinition, Json][] => {
    const schema = anthropicSchema(schemaOf(tool))
    return schema === undefined ? [] : [[tool, schema]]
  })
  return areHoldable(held.map(([, schema]) => schema)) ? new Map(held) : NONE_HELD
}

function toTool(tool: ToolDefinition, held: Json | undefined): Json {
  const { name, description } = tool
  const strict = held === undefined ? undefined : true
  return defined({ name, description, input_schema: held ?? schemaOf(tool), strict })
}

function schemaOf({ parameters }: ToolDefinition): Json {
  return { properties: {}, ...Object(parameters), type: 'object' }
}

/** Undefined = as the model likes. */
function toChoice(
  choice: ChatRequest['toolChoice'],
  parallel: ChatRequest['parallelTools'],
): Json | undefined {
  const single = parallel === false ? { disable_parallel_tool_use: true } : {}
  if (typeof choice === 'object') return { type: 'tool', ...choice, ...single }
  if (choice === 'none') return { type: 'none' }
  if (choice === 'required') return { type: 'any', ...single }
  return parallel === false ? { type: 'auto', ...single } : undefined
}
