import type { ChatRequest, ToolDefinition } from '../../contracts/chat.ts'
import type { Json } from '../../contracts/json.ts'
import { defined } from '../../std/defined.ts'
import type { AnthropicTraits } from './traits.ts'

interface AnthropicTools {
  readonly fields: Readonly<Record<string, Json>>
  /** The model must call a tool. */
  readonly forced: boolean
  /** The choice cannot be had from this model. */
  readonly missed: boolean
}

/** The tools and how to choose among them. */
export function anthropicTools(
  request: ChatRequest,
  { forcedTools }: Pick<AnthropicTraits, 'forcedTools'>,
): AnthropicTools {
  const { tools, toolChoice, parallelTools } = request
  if (tools.length === 0) return { fields: formerTools(request), forced: false, missed: false }
  const asks = toolChoice !== 'auto' && toolChoice !== 'none'
  const missed = asks && !forcedTools
  const choice = toChoice(missed ? 'auto' : toolChoice, parallelTools)
  const fields = defined({ tools: tools.map(toTool), tool_choice: choice })
  return { fields, forced: asks && !missed, missed }
}

/** Calls that have been made need their tools, even if none is offered any more. */
function formerTools({ messages }: ChatRequest): AnthropicTools['fields'] {
  const calls = messages.flatMap((message) => message.toolCalls ?? [])
  const names = [...new Set(calls.map(({ name }) => name))]
  if (names.length === 0) return {}
  return { tools: names.map((name) => toTool({ name })), tool_choice: { type: 'none' } }
}

function toTool({ name, description, parameters }: ToolDefinition): Json {
  const schema = { properties: {}, ...Object(parameters), type: 'object' }
  return defined({ name, description, input_schema: schema })
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
