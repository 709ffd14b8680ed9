import type { ChatRequest } from '../../contracts/chat.ts'
import type { CallTarget, EncodedCall } from '../../contracts/dialect.ts'
import type { JsonSource } from '../../contracts/json.ts'
import { toByteText, withValues } from '../../std/json-spans.ts'
import { parseExactMember } from '../exact-json.ts'
import { acceptedMessages } from './encode-own-messages.ts'
import { systemTaken } from './encode-own-system.ts'
import { type Change, KEPT, thinkingTaken } from './encode-own-thinking.ts'
import { effortOf } from './encode-thinking.ts'
import { continuesThoughtless, type LooseMessage } from './loop.ts'
import { type AnthropicTraits, anthropicTraits } from './traits.ts'

type Fields = ChatRequest['fields']
type Changes = readonly (readonly [string, Change])[]

/**
 * The client's bytes, with only what the chosen model would refuse replaced or taken out. Other servers refuse nothing, but
 * they have no use for a note to Anthropic, and those nearby are not made to call servers that a client names.
 */
export function editedAnthropicBody(request: ChatRequest, { placement }: CallTarget): EncodedCall {
  const { fields, source, stream } = request
  const { nativeId, remote } = placement
  const traits = anthropicTraits(nativeId)
  const changes: Changes = [
    ['mcp_servers', remote ? KEPT : serversTaken(fields['mcp_servers'])],
    ['system', traits.claude ? KEPT : systemTaken(fields['system'])],
    ...(traits.claude ? claudeChanges(request, traits) : []),
  ]
  const made = changes.filter(([, change]) => change !== KEPT)
  const edits = new Map<string, string | undefined>([
    ['model', toByteText(JSON.stringify(nativeId))],
    ...made.map(([field, { value }]) => [field, textOf(value)] as const),
  ])
  const dropped = made.flatMap(([, change]) => change.dropped)
  return { text: withValues(source.text, source.members, edits), dropped, stream }
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : toByteText(JSON.stringify(value))
}

function serversTaken(servers: unknown): Change {
  return Array.isArray(servers) ? { value: undefined, dropped: ['mcp_servers'] } : KEPT
}

function claudeChanges({ fields, source }: ChatRequest, traits: AnthropicTraits): Changes {
  const messages = fields['messages'] as readonly LooseMessage[]
  const accepted = acceptedMessages(messages)
  const thoughtless = continuesThoughtless(accepted ?? messages)
  return [
    ['messages', accepted === undefined ? KEPT : { value: exact(accepted, source), dropped: [] }],
    ['thinking', thinkingTaken(fields, traits, thoughtless)],
    ['output_config', outputTaken(fields['output_config'], traits)],
    ['tool_choice', choiceTaken(fields['tool_choice'], traits)],
    ...samplingTaken(fields, traits),
  ]
}

/** The same messages with their long numbers as the client wrote them. */
function exact(accepted: readonly LooseMessage[], source: JsonSource): unknown {
  const own = parseExactMember(source, 'messages') as readonly LooseMessage[] | undefined
  return own === undefined ? accepted : acceptedMessages(own)
}

function samplingTaken(fields: Fields, { sampling }: AnthropicTraits): Changes {
  const isThere = (field: string): boolean => fields[field] !== undefined && fields[field] !== null
  const both = isThere('temperature') && isThere('top_p')
  const refused = {
    all: [],
    apart: both ? ['top_p'] : [],
    none: ['temperature', 'top_p', 'top_k'].filter(isThere),
  }[sampling]
  return refused.map((field) => [field, { value: undefined, dropped: [field] }])
}

function outputTaken(config: unknown, { efforts, schemas }: AnthropicTraits): Change {
  const { effort, format } = Object(config)
  const isKnown = typeof effort !== 'string' || efforts.includes(effort)
  const isTaken = schemas || format === undefined || format === null
  if (isKnown && isTaken) return KEPT
  const kept = {
    ...Object(config),
    ...(!isKnown && { effort: efforts.length > 0 ? effortOf(effort, efforts) : undefined }),
    ...(!isTaken && { format: undefined }),
  }
  const isEmpty = Object.values(kept).every((value) => value === undefined)
  const dropped = [
    ...(isKnown ? [] : ['output_config.effort']),
    ...(isTaken ? [] : ['output_config.format']),
  ]
  return { value: isEmpty ? undefined : kept, dropped }
}

/** Where nothing can be forced, the model may still call a tool. */
function choiceTaken(choice: unknown, { forcedTools }: AnthropicTraits): Change {
  const { type, name: _, ...rest } = Object(choice)
  if (forcedTools || (type !== 'any' && type !== 'tool')) return KEPT
  return { value: { type: 'auto', ...rest }, dropped: ['tool_choice'] }
}
