import type { ToolDefinition } from '../contracts/chat.ts'
import type { Json } from '../contracts/json.ts'
import { defined } from '../std/defined.ts'

/** Tools as OpenAI spells them, and Ollama after it; undefined for none. Some servers and templates must have parameters. */
export function functionTools(tools: readonly ToolDefinition[]): readonly Json[] | undefined {
  if (tools.length === 0) return undefined
  return tools.map(({ name, description, parameters }) => ({
    type: 'function',
    function: {
      name,
      ...defined({ description }),
      parameters: parameters ?? { type: 'object', properties: {} },
    },
  }))
}
