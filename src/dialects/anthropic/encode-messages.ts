import type { ChatMessage, ContentPart } from '../../contracts/chat.ts'
import type { Json } from '../../contracts/json.ts'
import { toolArguments } from '../tool-arguments.ts'
import { unsupportedPart } from '../unsupported-part.ts'
import { toImageBlock } from './image.ts'
import { AnthropicToolIds } from './tool-ids.ts'

type AnthropicTurn = {
  readonly role: 'user' | 'assistant'
  readonly content: readonly AnthropicBlock[]
}

type AnthropicBlock = { readonly type: string } & Readonly<Record<string, Json>>

/** What one side says until the other begins. */
interface Run {
  readonly role: AnthropicTurn['role']
  readonly results: AnthropicBlock[]
  readonly others: AnthropicBlock[]
}

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
  const system: string[] = []
  const runs: Run[] = []
  for (const [at, message] of messages.entries()) {
    if (message.role === 'system') system.push(systemText(message, at))
    else append(runs, toRun(message, at, ids))
  }
  const told = system.filter((text) => text.trim() !== '').join('\n\n')
  const turns = runs.map(({ role, results, others }) => ({
    role,
    content: [...results, ...others],
  }))
  if (turns.length === 0) return { system: '', messages: [asked(told)] }
  const begun = turns[0]?.role === 'assistant' ? [asked(''), ...turns] : turns
  return { system: told, messages: withoutLateSpace(begun) }
}

function asked(text: string): AnthropicTurn {
  return { role: 'user', content: [{ type: 'text', text: text || SILENCE }] }
}

function systemText({ content }: ChatMessage, at: number): string {
  if (typeof content === 'string') return content
  return content
    .map((part, index) => {
      if (part.type === 'text') return part.text
      throw unsupportedPart(part, `messages[${at}].content[${index}]`, 'text')
    })
    .join('\n')
}

function toRun(message: ChatMessage, at: number, ids: AnthropicToolIds): Run {
  const { role, toolCalls = [] } = message
  const blocks = toBlocks(message, at)
  if (role === 'tool') return toResult(message, blocks, ids)
  if (role !== 'assistant') return { role: 'user', results: [], others: blocks }
  const calls = toolCalls.map(({ id, name, arguments: text }) => ({
    type: 'tool_use',
    id: ids.call(id, name),
    name,
    input: toolArguments(text),
  }))
  return { role, results: [], others: [...blocks, ...calls] }
}

/** A result that no call is known of is refused as one, and so told in words, where it stands. */
function toResult(
  { toolCallId, name, failed }: ChatMessage,
  content: AnthropicBlock[],
  ids: AnthropicToolIds,
): Run {
  const id = ids.result(toolCallId, name)
  if (id === undefined) {
    const text = `${failed === true ? 'Error' : 'Result'} of ${name ? `the tool ${name}` : 'a tool'}:`
    return { role: 'user', results: [], others: [{ type: 'text', text }, ...content] }
  }
  const result = {
    type: 'tool_result',
    tool_use_id: id,
    ...(content.length > 0 && { content }),
    ...(failed === true && { is_error: true }),
  }
  return { role: 'user', results: [result], others: [] }
}

/** Text of nothing but space is refused. */
function toBlocks({ content }: ChatMessage, at: number): AnthropicBlock[] {
  const parts: readonly ContentPart[] =
    typeof content === 'string' ? [{ type: 'text', text: content }] : content
  return parts.flatMap((part, index): readonly AnthropicBlock[] => {
    const param = `messages[${at}].content[${index}]`
    if (part.type === 'text') return part.text.trim() === '' ? [] : [{ ...part }]
    if (part.type === 'image') return [toImageBlock(part.url, param)]
    throw unsupportedPart(part, param, 'text and images')
  })
}

/** Goes with what was said before it where that is of the same role. */
function append(runs: Run[], run: Run): void {
  if (run.results.length === 0 && run.others.length === 0) return
  const last = runs.at(-1)
  if (last?.role !== run.role) {
    runs.push(run)
    return
  }
  for (const block of run.results) last.results.push(block)
  for (const block of run.others) last.others.push(block)
}

/** An answer to go on with must not end in space. */
function withoutLateSpace(turns: readonly AnthropicTurn[]): readonly AnthropicTurn[] {
  const last = turns.at(-1)
  const end = last?.content.at(-1)
  if (last?.role !== 'assistant' || typeof end?.['text'] !== 'string') return turns
  const content = last.content.with(-1, { ...end, text: end['text'].trimEnd() })
  return turns.with(-1, { ...last, content })
}
