import { isForeignThought } from './foreign-thoughts.ts'
import type { LooseMessage } from './loop.ts'
import { AnthropicToolIds, isAnthropicToolId } from './tool-ids.ts'

/**
 * A conversation that other models had part in, as a Claude takes it: without thoughts that Anthropic cannot have signed,
 * without text of nothing but space, and with ids of calls that are of certain characters and each only once. Undefined
 * when it is so already.
 */
export function acceptedMessages(
  messages: readonly LooseMessage[],
): readonly LooseMessage[] | undefined {
  const kept = messages.map(withoutRefused).filter(saysSomething)
  const isWhole = kept.length === messages.length && kept.every((each, at) => each === messages[at])
  const clean = isWhole ? messages : kept
  const accepted = hasRefusedIds(clean) ? withTakenIds(clean) : clean
  return accepted === messages ? undefined : accepted
}

/** What the user says stays, as long as there is nothing else in it. */
function withoutRefused(message: LooseMessage): LooseMessage {
  const { role, content } = message
  if (!Array.isArray(content)) return message
  const kept = content.filter((block) => !isRefused(block)).map(withoutBlankResult)
  if (isSame(kept, content) || (kept.length === 0 && role !== 'assistant')) return message
  return { ...message, content: kept }
}

function isRefused(block: unknown): boolean {
  return isForeignThought(block) || isBlank(block)
}

function isBlank(block: unknown): boolean {
  const { type, text } = Object(block)
  return type === 'text' && typeof text === 'string' && text.trim() === ''
}

/** A result may say nothing at all. */
function withoutBlankResult(block: unknown): unknown {
  const { type, content } = Object(block)
  if (type !== 'tool_result' || !Array.isArray(content) || !content.some(isBlank)) return block
  return { ...Object(block), content: content.filter((inner) => !isBlank(inner)) }
}

function isSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((each, at) => each === others[at])
}

function saysSomething({ role, content }: LooseMessage): boolean {
  if (role !== 'assistant') return true
  return typeof content === 'string' ? content.trim() !== '' : blocksIn(content).length > 0
}

function hasRefusedIds(messages: readonly LooseMessage[]): boolean {
  const calls = messages.flatMap(({ content }) => blocksIn(content)).filter(isCall)
  const ids = calls.map(({ id }) => id)
  return new Set(ids).size < ids.length || !ids.every(isAnthropicToolId)
}

function withTakenIds(messages: readonly LooseMessage[]): readonly LooseMessage[] {
  const ids = new AnthropicToolIds()
  return messages.map((message) => {
    const { content } = message
    if (!Array.isArray(content)) return message
    return { ...message, content: content.map((block) => withTakenId(block, ids)) }
  })
}

function withTakenId(block: unknown, ids: AnthropicToolIds): unknown {
  if (isCall(block)) return { ...block, id: ids.call(block.id, block.name) }
  const { type, tool_use_id: given } = Object(block)
  if (type !== 'tool_result' || typeof given !== 'string') return block
  return { ...Object(block), tool_use_id: ids.result(given, undefined) ?? given }
}

interface Call {
  readonly type: 'tool_use'
  readonly id: string
  readonly name: string
}

function isCall(block: unknown): block is Call {
  const { type, id, name } = Object(block)
  return type === 'tool_use' && typeof id === 'string' && typeof name === 'string'
}

function blocksIn(content: unknown): readonly unknown[] {
  return Array.isArray(content) ? content : []
}
