import type { LooseMessage } from './loop.ts'
import { UNSIGNED } from './signature.ts'

/** The messages without thoughts that Anthropic did not sign; undefined when there are none. */
export function withoutUnsigned(
  messages: readonly LooseMessage[],
): readonly LooseMessage[] | undefined {
  const kept = messages.map(cleaned)
  if (kept.every((message, at) => message === messages[at])) return undefined
  return kept.filter(({ content }) => !Array.isArray(content) || content.length > 0)
}

function cleaned(message: LooseMessage): LooseMessage {
  const { content } = message
  if (!Array.isArray(content) || !content.some(isUnsigned)) return message
  return { ...message, content: content.filter((block) => !isUnsigned(block)) }
}

function isUnsigned(block: unknown): boolean {
  const { type, signature } = Object(block)
  return type === 'thinking' && (!signature || signature === UNSIGNED)
}
