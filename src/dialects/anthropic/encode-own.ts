import type { ChatRequest } from '../../contracts/chat.ts'
import type { CallTarget, EncodedCall } from '../../contracts/dialect.ts'
import { toByteText, withValues } from '../../std/json-spans.ts'
import { type Change, KEPT, thinkingTaken } from './encode-own-thinking.ts'
import { effortOf } from './encode-thinking.ts'
import { continuesThoughtless, type LooseMessage } from './loop.ts'
import { type AnthropicTraits, anthropicTraits } from './traits.ts'
import { withoutUnsigned } from './unsigned.ts'

/**
 * The client's bytes, with only what the chosen model would refuse replaced or taken out. Other servers refuse nothing, but
 * those nearby are not made to call servers that a client names.
 */
export function editedAnthropicBody(request: ChatRequest, { placement }: CallTarget): EncodedCall {
  const { fields, source, stream } = request
  const traits = anthropicTraits(placement.nativeId)
  const edits = new Map<string, string | undefined>()
  const dropped: string[] = []
  edits.set('model', toByteText(JSON.stringify(placement.nativeId)))
  if (!placement.remote && Array.isArray(fields['mcp_servers'])) {
    edits.set('mcp_servers', undefined)
    dropped.push('mcp_servers')
  }
  if (traits.claude) {
    for (const [field, change] of changesOf(fields, traits)) {
      dropped.push(...change.dropped)
      if (change !== KEPT) edits.set(field, textOf(change.value))
    }
  }
  return { text: withValues(source.text, source.members, edits), dropped, stream }
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : toByteText(JSON.stringify(value))
}

function changesOf(
  fields: ChatRequest['fields'],
  traits: AnthropicTraits,
): readonly (readonly [string, Change])[] {
  const messages = fields['messages'] as readonly LooseMessage[]
  const signed = withoutUnsigned(messages)
  const thoughtless = continuesThoughtless(signed ?? messages)
  return [
    ['messages', signed === undefined ? KEPT : { value: signed, dropped: [] }],
    ['thinking', thinkingTaken(fields, traits, thoughtless)],
    ['output_config', outputTaken(fields['output_config'], traits)],
    ['tool_choice', choiceTaken(fields['tool_choice'], traits)],
    ...samplingTaken(fields, traits),
  ]
}

function samplingTaken(
  fields: ChatRequest['fields'],
  { sampling }: AnthropicTraits,
): readonly (readonly [string, Change])[] {
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
