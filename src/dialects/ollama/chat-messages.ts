import type { ChatMessage, ContentPart, ToolCall } from '../../contracts/chat.ts'
import { GatewayError } from '../../contracts/errors.ts'
import type { Json } from '../../contracts/json.ts'
import { defined } from '../../std/defined.ts'
import { messageText } from '../message-text.ts'
import { toolArguments } from '../tool-arguments.ts'
import { unsupportedPart } from '../unsupported-part.ts'

/** The conversation as Ollama wants it. Throws a GatewayError for a part that it has no place for. */
export function toOllamaMessages(messages: readonly ChatMessage[]): readonly Json[] {
  const toolNames = new Map<string, string>()
  return messages.map((message, at) => {
    for (const { id, name } of message.toolCalls ?? []) toolNames.set(id, name)
    return toMessage(message, at, toolNames)
  })
}

function toMessage(message: ChatMessage, at: number, toolNames: ReadonlyMap<string, string>): Json {
  const { role, content, reasoning, toolCalls, toolCallId, name } = message
  const parts = typeof content === 'string' ? [] : content
  const images = parts.flatMap((part, index) => toImage(part, `messages[${at}].content[${index}]`))
  return defined({
    role,
    content: messageText(message),
    images: images.length > 0 ? images : undefined,
    thinking: reasoning,
    tool_calls: toolCalls?.map(toToolCall),
    tool_name: role === 'tool' ? (name ?? toolNames.get(toolCallId ?? '')) : undefined,
    tool_call_id: toolCallId,
  })
}

/** An image as bare base64. */
function toImage(part: ContentPart, param: string): readonly string[] {
  if (part.type === 'text') return []
  if (part.type !== 'image') throw unsupportedPart(part, param, 'text and images')
  if (!/^data:/i.test(part.url)) {
    const message = `${param}: the model chosen takes images as data URIs only, not as addresses.`
    throw new GatewayError('media_url_not_allowed', message, { param })
  }
  const comma = part.url.indexOf(',')
  if (comma < 0) {
    throw new GatewayError('invalid_request', `${param}: the image is no data URI.`, { param })
  }
  if (!/;base64$/i.test(part.url.slice(0, comma))) {
    const message = `${param}: the model chosen takes images in base64 only.`
    throw new GatewayError('unsupported_content', message, { param })
  }
  return [part.url.slice(comma + 1)]
}

function toToolCall({ id, name, arguments: text }: ToolCall, index: number): Json {
  return { ...(id === '' ? {} : { id }), function: { index, name, arguments: toolArguments(text) } }
}
