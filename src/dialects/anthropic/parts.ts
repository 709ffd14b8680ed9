import type { ChatMessage, ContentPart } from '../../contracts/chat.ts'
import type { AnthropicBlock } from './content-block.ts'

/** Parts as the content of a message. Text alone is one text: some templates take nothing else. */
export function toContent(parts: readonly ContentPart[]): ChatMessage['content'] {
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []))
  return texts.length === parts.length ? texts.join('\n\n') : parts
}

/** What a block says: the one at this index of the list at this path. */
export function toParts(block: AnthropicBlock, path: string, at: number): readonly ContentPart[] {
  switch (block.type) {
    case 'text':
      return [textPart(block.text ?? '')]
    case 'image':
      return [toImage(block, `${path}[${at}]`)]
    case 'document':
      return toDocument(block, `${path}[${at}]`)
    case 'search_result':
      return [textPart(foundText(block))]
    case 'tool_reference':
      return [textPart(`Tool: ${block.tool_name}`)]
    default:
      return [{ type: 'opaque', kind: block.type, path: `${path}[${at}]` }]
  }
}

function textPart(text: string): ContentPart {
  return { type: 'text', text }
}

function toImage({ type, source }: AnthropicBlock, path: string): ContentPart {
  if (typeof source !== 'object') return { type: 'opaque', kind: type, path }
  if (source.type === 'url') return { type: 'image', url: source.url ?? '', path }
  if (source.type !== 'base64') return { type: 'opaque', kind: `${type} by ${source.type}`, path }
  return { type: 'image', url: `data:${source.media_type};base64,${source.data}`, path }
}

/** A document of words and images is those; any other needs a model that takes it. */
function toDocument(block: AnthropicBlock, path: string): readonly ContentPart[] {
  const { type, source, title, context } = block
  if (typeof source !== 'object') return [{ type: 'opaque', kind: type, path }]
  const words = source.type === 'text' ? source.data : source.content
  if (words === undefined) return [{ type: 'opaque', kind: type, url: source.url, path }]
  const head = [title, context].filter(isText)
  if (typeof words === 'string') return [textPart([...head, words].join('\n\n'))]
  const inner = words.flatMap((one, at) => toParts(one, `${path}.source.content`, at))
  return [...head.map(textPart), ...inner]
}

function isText(text: string | null | undefined): text is string {
  return typeof text === 'string' && text !== ''
}

/** Its title and where it comes from, above what it says. */
function foundText({ title, source, content }: AnthropicBlock): string {
  const texts = Array.isArray(content) ? content.map(({ text }) => text) : []
  return [`${title}\n${source}`, ...texts].join('\n\n')
}
