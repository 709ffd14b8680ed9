import type { ChatMessage, ToolCall } from '../../contracts/chat.ts'
import { GatewayError } from '../../contracts/errors.ts'
import { withoutBillingNote } from './billing-note.ts'
import type { AnthropicBody } from './body.ts'
import type { AnthropicBlock } from './content-block.ts'
import { toContent, toParts } from './parts.ts'

interface Turn {
  readonly role: AnthropicBody['messages'][number]['role']
  readonly content: string | readonly AnthropicBlock[]
  /** Where it stands among the client's messages. */
  readonly at: number
}

/**
 * The conversation, system prompt first; what a tool gave back becomes a message of its own. Templates take nothing of the
 * system's later on, so that becomes part of the user's turn beside it. Throws a GatewayError where nobody says anything.
 */
export function toChatMessages({ system, messages }: AnthropicBody): readonly ChatMessage[] {
  const turns = messages.map(({ role, content }, at): Turn => ({ role, content, at }))
  const begun = turns.findIndex(({ role }) => role !== 'system')
  const later = begun < 0 ? [] : turns.slice(begun)
  const early = turns
    .slice(0, turns.length - later.length)
    .map(({ content }) => withoutBillingNote(wordsOf(content)))
  const prompt = [promptOf(system), ...early].filter((text) => text !== '').join('\n\n')
  const conversation = runsOf(later).flatMap(toRun)
  if (conversation.length === 0) {
    const message = 'messages: no message of the user or the assistant says anything'
    throw new GatewayError('invalid_request', message, { param: 'messages' })
  }
  return [...(prompt === '' ? [] : [said('system', prompt)]), ...conversation]
}

function promptOf(system: AnthropicBody['system']): string {
  if (typeof system === 'string') return withoutBillingNote(system)
  const texts = (system ?? []).map(({ text }) => withoutBillingNote(text))
  return texts.filter((text) => text !== '').join('\n\n')
}

/** Of what the system says on the way, only words have a place elsewhere. */
function wordsOf(content: Turn['content']): string {
  return (typeof content === 'string' ? content : textIn(content, 'text')).trim()
}

/** The assistant's turns each alone, and all that comes between two of them together. */
function runsOf(turns: readonly Turn[]): readonly (readonly Turn[])[] {
  const runs: Turn[][] = []
  for (const turn of turns) {
    const last = runs.at(-1)
    const goesOn = turn.role !== 'assistant' && last?.[0]?.role !== 'assistant'
    if (goesOn && last !== undefined) last.push(turn)
    else runs.push([turn])
  }
  return runs
}

/** Where the system spoke the user's turns become one, for strict templates want the roles to take turns. */
function toRun(run: readonly Turn[]): readonly ChatMessage[] {
  const messages = run.flatMap(toMessages)
  if (run.every(({ role }) => role !== 'system')) return messages
  const words = messages.filter(({ role }) => role === 'user').map(({ content }) => content)
  const others = messages.filter(({ role }) => role !== 'user')
  return words.length === 0 ? others : [...others, said('user', joined(words))]
}

function joined(contents: readonly ChatMessage['content'][]): ChatMessage['content'] {
  const texts = contents.filter((content) => typeof content === 'string')
  if (texts.length === contents.length) return texts.filter((text) => text !== '').join('\n\n')
  return contents.flatMap((content) =>
    typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content,
  )
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

function toMessages({ role, content, at }: Turn): readonly ChatMessage[] {
  if (role === 'system') return reminded(wordsOf(content))
  if (typeof content === 'string') return [said(role, content)]
  return role === 'assistant' ? [toAnswer(content)] : toUserTurn(content, `messages[${at}].content`)
}

/** As Claude Code tells things on the side where it cannot speak for the system. */
function reminded(words: string): readonly ChatMessage[] {
  if (words === '') return []
  return [said('user', `<system-reminder>\n${words}\n</system-reminder>`)]
}

/** Results answer the calls before them, and so come before whatever else the turn says. */
function toUserTurn(blocks: readonly AnthropicBlock[], path: string): readonly ChatMessage[] {
  const results = blocks.flatMap((block, index) =>
    block.type === 'tool_result' ? [toResult(block, `${path}[${index}]`)] : [],
  )
  if (results.length === blocks.length) return results
  const parts = blocks.flatMap((block, index) =>
    block.type === 'tool_result' ? [] : toParts(block, path, index),
  )
  return [...results, said('user', toContent(parts))]
}

function toResult(block: AnthropicBlock, path: string): ChatMessage {
  return said('tool', toResultContent(block, path), {
    toolCallId: block.tool_use_id,
    failed: block.is_error === true ? true : undefined,
  })
}

/** A result of an unknown shape can only go where it came from. */
function toResultContent({ content }: AnthropicBlock, path: string): ChatMessage['content'] {
  if (typeof content === 'string') return content
  if (Array.isArray(content))
    return toContent(content.flatMap((block, index) => toParts(block, `${path}.content`, index)))
  return content ? [{ type: 'opaque', kind: 'tool_result', path }] : ''
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
