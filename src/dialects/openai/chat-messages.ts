import type { ChatMessage, ContentPart, ToolCall } from '../../contracts/chat.ts'
import type { Json } from '../../contracts/json.ts'
import { defined } from '../../std/defined.ts'
import { messageText } from '../message-text.ts'
import { partPath } from '../part-path.ts'
import { unsupportedPart } from '../unsupported-part.ts'

/**
 * The conversation in OpenAI's spelling. A tool's message takes only text: the images of results in a row are shown
 * behind the last of them, in the user's message that follows or else in one of their own, for strict templates want
 * the roles to take turns. Some remote servers refuse thoughts, so only local ones get them. Throws a GatewayError for
 * a part that has no place.
 */
export function toOpenaiMessages(
  messages: readonly ChatMessage[],
  remote: boolean,
): readonly Json[] {
  const wire: Json[] = []
  let shown: readonly Json[] = []
  for (const [at, message] of messages.entries()) {
    const { role } = message
    if (role !== 'tool' && role !== 'user') wire.push(...showing(shown))
    const content = role === 'user' ? userContent(message, at, shown) : ownText(message, at)
    wire.push(toMessage(message, content, remote))
    shown = role === 'tool' ? [...shown, ...imagesOf(message)] : []
  }
  return [...wire, ...showing(shown)]
}

const INTRODUCTION = { type: 'text', text: 'Images of the tool results above:' }

function showing(images: readonly Json[]): readonly Json[] {
  return images.length === 0 ? [] : [{ role: 'user', content: [INTRODUCTION, ...images] }]
}

function imagesOf({ content }: ChatMessage): readonly Json[] {
  const parts = typeof content === 'string' ? [] : content
  return parts.flatMap((part) => (part.type === 'image' ? [toImage(part.url)] : []))
}

/** Text alone is one text: some templates and servers take nothing else. */
function userContent(message: ChatMessage, at: number, shown: readonly Json[]): Json {
  const { content } = message
  const parts = typeof content === 'string' ? [textPart(content)] : content
  const wire = parts.map((part, index) => toPart(part, partPath(part, at, index)))
  if (shown.length > 0) return [INTRODUCTION, ...shown, ...wire]
  return parts.every(({ type }) => type === 'text') ? messageText(message) : wire
}

function toPart(part: ContentPart, param: string): Json {
  switch (part.type) {
    case 'text':
      return textPart(part.text)
    case 'image':
      return toImage(part.url)
    case 'audio':
      return { type: 'input_audio', input_audio: { data: part.data, format: part.format } }
    case 'opaque':
      throw unsupportedPart(part, param, 'text, images and audio')
  }
}

function textPart(text: string): { readonly type: 'text'; readonly text: string } {
  return { type: 'text', text }
}

function toImage(url: string): Json {
  return { type: 'image_url', image_url: { url } }
}

/** An empty text stays empty: templates can do without words, but not without a text. */
function ownText(message: ChatMessage, at: number): string {
  const { role, content } = message
  const parts = typeof content === 'string' ? [] : content
  const other = parts.findIndex(
    ({ type }) => type !== 'text' && !(type === 'image' && role === 'tool'),
  )
  const part = parts[other]
  if (part === undefined) return messageText(message)
  const takes = role === 'tool' ? 'text and images of a tool' : `only text of the ${role}`
  throw unsupportedPart(part, partPath(part, at, other), takes)
}

function toMessage(
  { role, reasoning, toolCalls = [], toolCallId, name }: ChatMessage,
  content: Json,
  remote: boolean,
): Json {
  return defined({
    role,
    content,
    name,
    reasoning_content: remote ? undefined : reasoning,
    tool_calls: toolCalls.length > 0 ? toolCalls.map(toToolCall) : undefined,
    tool_call_id: toolCallId,
  })
}

function toToolCall({ id, name, arguments: text }: ToolCall): Json {
  return { id, type: 'function', function: { name, arguments: text } }
}
