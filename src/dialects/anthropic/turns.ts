import type { ChatMessage, ContentPart, ToolCall } from '../../contracts/chat.ts'
import type { AnthropicBlock, AnthropicBody, AnthropicInnerBlock } from './body.ts'
import { withoutBillingNote } from './terms.ts'

type Turn = AnthropicBody['messages'][number]

/** The conversation, system prompt first; what a tool gave back becomes a message of its own. */
export function toChatMessages({ system, messages }: AnthropicBody): readonly ChatMessage[] {
  const prompt = systemText(system)
  return [...(prompt === '' ? [] : [said('system', prompt)]), ...messages.flatMap(toTurn)]
}

function systemText(system: AnthropicBody['system']): string {
  if (typeof system === 'string') return withoutBillingNote(system)
  const texts = (system ?? []).map(({ text }) => withoutBillingNote(text))
  return texts.filter((text) => text !== '').join('\n\n')
}

/** Every message gets all its fields, so that all are of one shape for those who read them. */
function said(
  role: ChatMessage['role'],
  content: ChatMessage['content'],
  more: Partial<ChatMessage> = {},
): ChatMessage {
  return {
    role,
    content,
    reasoning: more.reasoning,
    toolCalls: more.toolCalls,
    toolCallId: more.toolCallId,
    name: undefined,
    failed: more.failed,
  }
}

function toTurn({ role, content }: Turn): readonly ChatMessage[] {
  if (typeof content === 'string') return [said(role, content)]
  return role === 'assistant' ? [toAnswer(content)] : toUserTurn(role, content)
}

/** Results answer the calls before them, and so come before whatever else the turn says. */
function toUserTurn(
  role: 'user' | 'system',
  blocks: readonly AnthropicBlock[],
): readonly ChatMessage[] {
  const results = blocks.filter(({ type }) => type === 'tool_result')
  const others = blocks.filter(({ type }) => type !== 'tool_result')
  const words = others.length === 0 ? [] : [said(role, toContent(others))]
  return [...results.map(toResult), ...words]
}

function toResult({ content, tool_use_id: toolCallId, is_error }: AnthropicBlock): ChatMessage {
  return said('tool', toResultContent(content), {
    toolCallId,
    failed: is_error === true ? true : undefined,
  })
}

/** A result of an unknown shape can only go where it came from. */
function toResultContent(content: AnthropicBlock['content']): ChatMessage['content'] {
  if (typeof content === 'string') return content
  if (Array.isArray(content)) return toContent(content)
  return content ? [{ type: 'opaque', kind: 'tool_result' }] : ''
}

function toAnswer(blocks: readonly AnthropicBlock[]): ChatMessage {
  const toolCalls = blocks.filter(({ type }) => type === 'tool_use').map(toToolCall)
  return said('assistant', textIn(blocks, 'text'), {
    reasoning: textIn(blocks, 'thinking') || undefined,
    toolCalls: toolCalls.length === 0 ? undefined : toolCalls,
  })
}

function textIn(blocks: readonly AnthropicBlock[], type: 'text' | 'thinking'): string {
  return blocks.flatMap((block) => (block.type === type ? [block[type] ?? ''] : [])).join('\n\n')
}

function toToolCall({ id = '', name = '', input }: AnthropicBlock): ToolCall {
  return { id, name, arguments: JSON.stringify(input ?? {}) }
}

/** Text alone is one text: some templates take nothing else. */
function toContent(blocks: readonly AnthropicInnerBlock[]): ChatMessage['content'] {
  const parts = blocks.map(toPart)
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []))
  return texts.length === parts.length ? texts.join('\n\n') : parts
}

function toPart(block: AnthropicInnerBlock): ContentPart {
  if (block.type === 'text') return { type: 'text', text: block.text ?? '' }
  if (block.type === 'image') return toImage(block)
  if (block.type === 'document') return toDocument(block)
  return { type: 'opaque', kind: block.type }
}

function toImage({ type, source }: AnthropicInnerBlock): ContentPart {
  if (source?.type === 'url') return { type: 'image', url: source.url ?? '' }
  if (source?.type !== 'base64') return { type: 'opaque', kind: `${type} by ${source?.type}` }
  return { type: 'image', url: `data:${source.media_type};base64,${source.data}` }
}

/** A document of plain text is text; any other needs a model that takes it. */
function toDocument({ type, source, title }: AnthropicInnerBlock): ContentPart {
  if (source?.type === 'url') return { type: 'opaque', kind: type, url: source.url ?? '' }
  if (source?.type !== 'text') return { type: 'opaque', kind: type }
  const text = source.data ?? ''
  return { type: 'text', text: title ? `${title}\n\n${text}` : text }
}
