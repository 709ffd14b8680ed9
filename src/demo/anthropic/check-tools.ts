import { asList } from '../engine/read.ts'
import type { MessagesBody } from './body.ts'
import { listAt, objectAt, refuseExtras, requireFields, tagAt, textAt } from './fields.ts'
import { invalid } from './refuse.ts'

/** Throws 400 for tools without a proper name or schema, and for a choice that cannot be made among them. */
export function checkTools({ tools, tool_choice }: MessagesBody): void {
  const names = tools === undefined ? [] : listAt(tools, 'tools').map(checkTool)
  if (new Set(names).size < names.length) throw invalid('tools: Tool names must be unique.')
  if (tool_choice !== undefined) checkChoice(tool_choice, names)
}

/** Whether a tool is one of the client's own; the others run at Anthropic's, and the simulation never calls them. */
export function isCustom(tool: { readonly type?: unknown }): boolean {
  return tool.type === undefined || tool.type === null || tool.type === 'custom'
}

interface CustomTool {
  readonly type: unknown
  readonly name: unknown
  readonly input_schema: unknown
}

function checkTool(item: unknown, index: number): string {
  const tool = objectAt<CustomTool>(item, `tools.${index}`)
  const at = `tools.${index}.custom`
  if (!isCustom(tool)) return textAt(tool.name, `tools.${index}.name`)
  refuseExtras(tool, TOOL_FIELDS, at)
  requireFields(tool, ['name', 'input_schema'], at)
  const name = textAt(tool.name, `${at}.name`)
  if (!NAME.test(name)) throw invalid(`${at}.name: String should match pattern '${NAME.source}'`)
  const schema = objectAt<{ type: string }>(tool.input_schema, `${at}.input_schema`)
  requireFields(schema, ['type'], `${at}.input_schema`)
  if (schema.type === 'object') return name
  throw invalid(`${at}.input_schema.type: Input should be 'object'`)
}

const NAME = /^[a-zA-Z0-9_-]{1,128}$/
const TOOL_FIELDS = [
  ...['name', 'description', 'input_schema', 'type', 'cache_control', 'strict', 'input_examples'],
  ...['allowed_callers', 'defer_loading', 'eager_input_streaming'],
]

function checkChoice(value: unknown, names: readonly string[]): void {
  const choice = objectAt<{ type: string; name: string }>(value, 'tool_choice')
  const type = tagAt(choice.type, ['auto', 'any', 'tool', 'none'], 'tool_choice')
  const at = `tool_choice.${type}`
  refuseExtras(choice, ['type', ...CHOICE_FIELDS[type]], at)
  if (names.length === 0) {
    throw invalid('tool_choice may only be specified while providing tools')
  }
  if (type !== 'tool') return
  requireFields(choice, ['name'], at)
  const name = textAt(choice.name, `${at}.name`)
  if (!names.includes(name)) throw invalid(`Tool '${name}' not found in provided tools`)
}

const CHOICE_FIELDS = {
  auto: ['disable_parallel_tool_use'],
  any: ['disable_parallel_tool_use'],
  tool: ['name', 'disable_parallel_tool_use'],
  none: [],
}

/** Throws 400 where messages hold calls or results although no tools come along. */
export function checkToolsForHistory(body: MessagesBody, types: readonly unknown[]): void {
  if (asList(body.tools).length > 0) return
  if (!types.includes('tool_use') && !types.includes('tool_result')) return
  throw invalid('Requests which include `tool_use` or `tool_result` blocks must define tools')
}
