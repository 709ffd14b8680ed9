import type { ChatRequest, Terms } from '../../contracts/chat.ts'
import { isAddress, namesAddress } from '../names-address.ts'

/** Anthropic's spelling of what a request may ask for. */
export const anthropicTerms: Terms = {
  names: {
    choices: [],
    format: ['output_config.format', 'output_format'],
    frequencyPenalty: [],
    logprobs: [],
    maxTokens: ['max_tokens'],
    minP: [],
    parallelTools: ['tool_choice.disable_parallel_tool_use'],
    presencePenalty: [],
    reasoning: ['thinking', 'output_config.effort'],
    repeatPenalty: [],
    seed: [],
    stop: ['stop_sequences'],
    temperature: ['temperature'],
    toolChoice: ['tool_choice'],
    topK: ['top_k'],
    topP: ['top_p'],
    user: ['metadata.user_id'],
  },
  untranslatable,
  namesAddress: (request) =>
    namesAddress(request) || sourceNamesAddress(request.fields['messages']),
}

/** Fields whose meaning a `ChatRequest` holds, or that ask nothing of a model. */
const TRANSLATED: ReadonlySet<string> = new Set([
  ...Object.values(anthropicTerms.names)
    .flat()
    .map((path) => path.split('.')[0] ?? ''),
  'cache_control',
  'messages',
  'metadata',
  'model',
  'service_tier',
  'stream',
  'system',
  'tools',
])

/** Within a text the quotation marks would be escaped. */
const CACHE_CONTROL = /"cache_control"\s*:\s*\{/

/** Claude Code's note to Anthropic's billing, another one with every request: it would spoil a prompt cache. */
const BILLING_NOTE = /^x-anthropic-billing-header:[^\n]*\n*/

/** A system prompt without the note for Anthropic's billing. */
export function withoutBillingNote(text: string): string {
  return text.replace(BILLING_NOTE, '')
}

/** Blocks of an assistant's turn that other dialects have a place for, or that mean nothing without Anthropic's keys. */
const PORTABLE_BLOCKS: ReadonlySet<unknown> = new Set([
  'text',
  'thinking',
  'redacted_thinking',
  'tool_use',
])

/** Whether a tool is the client's own and not one that Anthropic's servers know by its type. */
export function isPortableTool(tool: unknown): boolean {
  return Object(tool).input_schema != null
}

function untranslatable({ fields, source, messages: _, ...request }: ChatRequest): string[] {
  const others = Object.keys(fields).filter((field) => {
    const value = fields[field]
    return value !== undefined && value !== null && !TRANSLATED.has(field)
  })
  return [
    ...others,
    ...(CACHE_CONTROL.test(source.text) ? ['cache_control'] : []),
    ...billingNotes(fields['system']),
    ...foreignTools(fields['tools']),
    ...(namesForeignTool(fields, request) ? ['tool_choice'] : []),
    ...foreignBlocks(fields['messages']),
  ]
}

function billingNotes(system: unknown): readonly string[] {
  if (typeof system === 'string') return BILLING_NOTE.test(system) ? ['system'] : []
  return placesOf(system, (block) => BILLING_NOTE.test(String(Object(block).text)), 'system')
}

function foreignTools(tools: unknown): readonly string[] {
  return placesOf(tools, (tool) => !isPortableTool(tool), 'tools')
}

function namesForeignTool(
  fields: ChatRequest['fields'],
  { toolChoice }: Pick<ChatRequest, 'toolChoice'>,
): boolean {
  return Object(fields['tool_choice']).type === 'tool' && toolChoice === 'auto'
}

function foreignBlocks(messages: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(messages) ? messages : []
  return all.flatMap((message, at) => {
    const { role, content } = Object(message)
    if (role !== 'assistant') return []
    const isForeign = (block: unknown) => !PORTABLE_BLOCKS.has(Object(block).type)
    return placesOf(content, isForeign, `messages[${at}].content`)
  })
}

/** The paths of those in a list of which this is true. */
function placesOf(list: unknown, is: (each: unknown) => boolean, path: string): readonly string[] {
  const all: readonly unknown[] = Array.isArray(list) ? list : []
  return all.flatMap((each, at) => (is(each) ? [`${path}[${at}]`] : []))
}

/** Blocks in which an address is only a word: of a text's source, of a tool's arguments, of what a search has found. */
const WORDS = /^(?:text|thinking|redacted_thinking|tool_use|server_tool_use|\w+_tool_result)$/

/** Of blocks whose content is lost in translation, the client's bytes keep it. */
function sourceNamesAddress(messages: unknown): boolean {
  const blocks = (Array.isArray(messages) ? messages : []).flatMap(({ content }) => content)
  return blocks.some((block) => !WORDS.test(Object(block).type) && holdsAddress(block))
}

function holdsAddress(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, member]) =>
    typeof member === 'string' ? key === 'url' && isAddress(member) : holdsAddress(member),
  )
}
