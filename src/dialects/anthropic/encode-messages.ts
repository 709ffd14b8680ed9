import type { ChatMessage, ContentPart } from '../../contracts/chat.ts'
import { GatewayError } from '../../contracts/errors.ts'
import type { Json } from '../../contracts/json.ts'
import { toolArguments } from '../tool-arguments.ts'
import { toImageBlock } from './image.ts'
import { AnthropicToolIds } from './tool-ids.ts'

type AnthropicTurn = {
  readonly role: 'user' | 'assistant'
  readonly content: readonly AnthropicBlock[]
}

type AnthropicBlock = { readonly type: string } & Readonly<Record<string, Json>>

export interface AnthropicConversation {
  /** '' = none. */
  readonly system: string
  readonly messages: readonly AnthropicTurn[]
}

/** What a user says who says nothing. */
const SILENCE = '(start)'

/**
 * A conversation as Anthropic wants it: what the system says apart, turns that alternate and begin with the user's,
 * results at the beginning of theirs. Throws a GatewayError for a part that it has no place for.
 */
export function toAnthropicConversation(messages: readonly ChatMessage[]): AnthropicConversation {
  const ids = new AnthropicToolIds()
  const system = messages.flatMap((message, at) => (isSystem(message) ? [textIn(message, at)] : []))
  const turns: AnthropicTurn[] = []
  for (const [at, message] of messages.entries()) {
    if (!isSystem(message)) append(turns, toTurn(message, at, ids))
  }
  const told = system.filter((text) => text.trim() !== '').join('\n\n')
  if (turns.length === 0) return { system: '', messages: [asked(told)] }
  if (turns[0]?.role === 'assistant') turns.unshift(asked(''))
  return { system: told, messages: withoutLateSpace(turns) }
}

function isSystem({ role }: ChatMessage): boolean {
  return role === 'system'
}

function asked(text: string): AnthropicTurn {
  return { role: 'user', content: [{ type: 'text', text: text || SILENCE }] }
}

function textIn({ content }: ChatMessage, at: number): string {
  if (typeof content === 'string') return content
  return content
    .map((part, index) => {
      if (part.type === 'text') return part.text
      throw unsupported(`messages[${at}].content[${index}]`, 'text', part)
    })
    .join('\n')
}

function toTurn(message: ChatMessage, at: number, ids: AnthropicToolIds): AnthropicTurn {
  const { role, toolCalls = [] } = message
  const blocks = toBlocks(message, at)
  if (role === 'tool') return { role: 'user', content: [toResult(message, blocks, ids)] }
  if (role !== 'assistant') return { role: 'user', content: blocks }
  const calls = toolCalls.map(({ id, name, arguments: text }) => ({
    type: 'tool_use',
    id: ids.call(id, name),
    name,
    input: toolArguments(text),
  }))
  return { role, content: [...blocks, ...calls] }
}

function toResult(
  { toolCallId, name, failed }: ChatMessage,
  content: readonly AnthropicBlock[],
  ids: AnthropicToolIds,
): AnthropicBlock {
  return {
    type: 'tool_result',
    tool_use_id: ids.result(toolCallId, name),
    ...(content.length > 0 && { content }),
    ...(failed === true && { is_error: true }),
  }
}

/** Text of nothing but space is refused. */
function toBlocks({ content }: ChatMessage, at: number): readonly AnthropicBlock[] {
  const parts: readonly ContentPart[] =
    typeof content === 'string' ? [{ type: 'text', text: content }] : content
  return parts.flatMap((part, index): readonly AnthropicBlock[] => {
    const param = `messages[${at}].content[${index}]`
    if (part.type === 'text') return part.text.trim() === '' ? [] : [{ ...part }]
    if (part.type === 'image') return [toImageBlock(part.url, param)]
    throw unsupported(param, 'text and images', part)
  })
}

/** Goes with the turn before it where that is of the same role. */
function append(turns: AnthropicTurn[], turn: AnthropicTurn): void {
  if (turn.content.length === 0) return
  const last = turns.at(-1)
  if (last?.role !== turn.role) {
    turns.push(turn)
    return
  }
  const content = [...last.content, ...turn.content]
  const results = content.filter(isResult)
  const others = content.filter((block) => !isResult(block))
  turns[turns.length - 1] = { role: turn.role, content: [...results, ...others] }
}

function isResult({ type }: AnthropicBlock): boolean {
  return type === 'tool_result'
}

/** An answer to go on with must not end in space. */
function withoutLateSpace(turns: readonly AnthropicTurn[]): readonly AnthropicTurn[] {
  const last = turns.at(-1)
  const end = last?.content.at(-1)
  if (last?.role !== 'assistant' || typeof end?.['text'] !== 'string') return turns
  const content = last.content.with(-1, { ...end, text: end['text'].trimEnd() })
  return turns.with(-1, { ...last, content })
}

function unsupported(param: string, taken: string, part: ContentPart): GatewayError {
  const kind = part.type === 'opaque' ? part.kind : part.type
  const message = `${param}: the model chosen takes ${taken}, not "${kind}".`
  return new GatewayError('unsupported_content', message, { param })
}
