import type { ChatRequest } from '../../contracts/chat.ts'
import { hasBillingNote } from './billing-note.ts'
import { listOf, placesOf } from './places.ts'
import { isPortableTool } from './portable-tool.ts'

type Fields = ChatRequest['fields']

/** Fields whose meaning a `ChatRequest` holds or that are looked into below, or that ask nothing of a model. */
const READ: ReadonlySet<string> = new Set([
  'cache_control',
  'max_tokens',
  'messages',
  'metadata',
  'model',
  'output_config',
  'output_format',
  'service_tier',
  'stop_sequences',
  'stream',
  'system',
  'temperature',
  'thinking',
  'tool_choice',
  'tools',
  'top_k',
  'top_p',
])

/** What a Messages request asks for that has no place outside its own dialect, as paths. */
export function untranslatable({ fields, source, toolChoice }: ChatRequest): string[] {
  return [
    ...Object.keys(fields).filter((field) => !READ.has(field) && isThere(fields[field])),
    ...(isMarked(fields, source.text) ? ['cache_control'] : []),
    ...billingNotes(fields['system']),
    ...toolFields(fields['tools']),
    ...(namesForeignTool(fields, toolChoice) ? ['tool_choice'] : []),
    ...thinkingFields(fields),
    ...formats(fields),
    ...foreignBlocks(fields['messages']),
    ...citations(fields['messages'], source.text),
  ]
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null
}

/** Within a text the quotation marks would be escaped; a schema may have a property of that name. */
const CACHE_CONTROL = /"cache_control"\s*:\s*\{/

function isMarked(fields: Fields, text: string): boolean {
  if (!CACHE_CONTROL.test(text)) return false
  const lists = [[fields], listOf(fields['system']), listOf(fields['tools']), contentsOf(fields)]
  return lists.some((list) => list.some(holdsMark))
}

function contentsOf({ messages }: Fields): readonly unknown[] {
  return listOf(messages).flatMap((message) => listOf(Object(message).content))
}

/** Results and documents hold blocks of their own. */
function holdsMark(block: unknown): boolean {
  const { cache_control, content, source } = Object(block)
  if (isThere(cache_control)) return true
  return listOf(content).some(holdsMark) || listOf(Object(source).content).some(holdsMark)
}

function billingNotes(system: unknown): readonly string[] {
  if (typeof system === 'string') return hasBillingNote(system) ? ['system'] : []
  return placesOf(system, (block) => hasBillingNote(String(Object(block).text)), 'system')
}

/** What a tool of the client's may ask for besides, and the value that asks for nothing. */
const TOOL_FIELDS: readonly (readonly [string, string])[] = [
  ['strict', 'false'],
  ['defer_loading', 'false'],
  ['allowed_callers', '["direct"]'],
  ['input_examples', '[]'],
]

function toolFields(tools: unknown): readonly string[] {
  const foreign = placesOf(tools, (tool) => !isPortableTool(tool), 'tools')
  const asked = TOOL_FIELDS.map(([field, usual]) => {
    const asks = (tool: unknown) => {
      const value = Object(tool)[field]
      return isPortableTool(tool) && isThere(value) && JSON.stringify(value) !== usual
    }
    return placesOf(tools, asks, 'tools', `.${field}`)
  })
  return [...foreign, ...asked.flat()]
}

function namesForeignTool(fields: Fields, toolChoice: ChatRequest['toolChoice']): boolean {
  return Object(fields['tool_choice']).type === 'tool' && toolChoice === 'auto'
}

/** Thoughts are shown as they are, or not at all. */
const HEEDED_DISPLAYS: ReadonlySet<unknown> = new Set(['summarized', 'omitted'])

/**
 * Where thinking is off or has a budget, the effort is about the answer's length: nobody else has a field for that. Nor is
 * there one for other ways to show thoughts.
 */
function thinkingFields({ thinking, output_config }: Fields): readonly string[] {
  const { type, display } = Object(thinking)
  const { effort, format: _, ...others } = Object(output_config)
  const isLost = isThere(effort) && (type === 'enabled' || type === 'disabled')
  return [
    ...(type === 'between_tools' ? ['thinking'] : []),
    ...(isThere(display) && !HEEDED_DISPLAYS.has(display) ? ['thinking.display'] : []),
    ...(isLost ? ['output_config.effort'] : []),
    ...Object.keys(others).flatMap((key) => (isThere(others[key]) ? [`output_config.${key}`] : [])),
  ]
}

/** Forms of an answer that are no JSON schema. */
function formats({ output_config, output_format }: Fields): readonly string[] {
  const isForeign = (format: unknown) =>
    isThere(format) && (Object(format).type !== 'json_schema' || !isThere(Object(format).schema))
  return [
    ...(isForeign(Object(output_config).format) ? ['output_config.format'] : []),
    ...(isForeign(output_format) ? ['output_format'] : []),
  ]
}

/** Blocks that other dialects have a place for, or that mean nothing without Anthropic's keys; others of the user's are refused. */
const PORTABLE_BLOCKS: Readonly<Record<string, readonly unknown[]>> = {
  assistant: ['text', 'thinking', 'redacted_thinking', 'tool_use'],
  system: ['text'],
}

function foreignBlocks(messages: unknown): readonly string[] {
  return listOf(messages).flatMap((message, at) => {
    const { role, content } = Object(message)
    const portable = PORTABLE_BLOCKS[role]
    if (portable === undefined) return []
    const isForeign = (block: unknown) => !portable.includes(Object(block).type)
    return placesOf(content, isForeign, `messages[${at}].content`)
  })
}

const CITATIONS = /"citations"\s*:\s*\{/

/** Who wants citations gets none. */
function citations(messages: unknown, text: string): readonly string[] {
  if (!CITATIONS.test(text)) return []
  return listOf(messages).flatMap((message, at) => {
    const { content } = Object(message)
    const path = `messages[${at}].content`
    const inner = listOf(content).map((block, index) =>
      placesOf(Object(block).content, wantsCitations, `${path}[${index}].content`, '.citations'),
    )
    return [...placesOf(content, wantsCitations, path, '.citations'), ...inner.flat()]
  })
}

function wantsCitations(block: unknown): boolean {
  return Object(Object(block).citations).enabled === true
}
