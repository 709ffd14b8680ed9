import type { ChatMessage, ContentPart, ToolCall } from '../../contracts/chat.ts'
import { GatewayError } from '../../contracts/errors.ts'
import type { Json } from '../../contracts/json.ts'
import { defined } from '../../std/defined.ts'
import { readDataUri } from '../data-uri.ts'
import { messageText } from '../message-text.ts'
import { partPath } from '../part-path.ts'
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
  const images = parts.flatMap((part, index) => toImage(part, partPath(part, at, index)))
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
  const uri = readDataUri(part.url, param)
  if (uri !== undefined) return [uri.data]
  const message = `${param}: the model chosen takes images as data URIs only, not as addresses.`
  throw new GatewayError('media_url_not_allowed', message, { param })
}

function toToolCall({ id, name, arguments: text }: ToolCall, index: number): Json {
  return { ...(id === '' ? {} : { id }), function: { index, name, arguments: toolArguments(text) } }
}
