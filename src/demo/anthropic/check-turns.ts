import { asObject, asText } from '../engine/read.ts'
import type { Block, Message } from './blocks.ts'
import { blocksOf } from './blocks.ts'
import type { MessagesBody } from './body.ts'
import { invalid } from './refuse.ts'

/** Throws 400 where calls and their results do not follow each other as they must. */
export function checkTurns(body: MessagesBody, messages: readonly Message[]): void {
  const turns = messages.map((message) => blocksOf(message.content))
  for (const [index, turn] of turns.entries()) checkResults(turn, turns[index - 1] ?? [], index)
  for (const [index, turn] of turns.entries()) checkCalls(turn, turns[index + 1] ?? [], index)
  const ids = turns.flatMap(callIds)
  if (new Set(ids).size < ids.length) throw invalid('messages: `tool_use` ids must be unique')
  checkLoop(body, messages)
  checkEnd(messages.at(-1))
}

/** Each result answers a call of the message before, and once. */
function checkResults(turn: readonly Block[], before: readonly Block[], index: number): void {
  const called = callIds(before)
  const seen = new Set<string>()
  for (const [at, block] of turn.entries()) {
    if (block.type !== 'tool_result') continue
    const id = asText(block.tool_use_id) ?? ''
    if (!called.includes(id)) {
      const found = `unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}`
      const rule =
        'Each `tool_result` block must have a corresponding `tool_use` block in the previous message.'
      throw invalid(`messages.${index}.content.${at}: ${found}. ${rule}`)
    }
    if (seen.has(id)) {
      const found = `Found multiple \`tool_result\` blocks with id: ${id}`
      throw invalid(
        `messages.${index}.content.${at}: each tool_use must have a single result. ${found}`,
      )
    }
    seen.add(id)
  }
}

/** Each call is answered by the blocks that the next message begins with. */
function checkCalls(turn: readonly Block[], after: readonly Block[], index: number): void {
  const end = after.findIndex((block) => block.type !== 'tool_result')
  const answered = after.slice(0, end < 0 ? after.length : end).map((block) => block.tool_use_id)
  const open = callIds(turn).filter((id) => !answered.includes(id))
  if (open.length === 0) return
  const found = '`tool_use` ids were found without `tool_result` blocks immediately after'
  const rule =
    'Each `tool_use` block must have a corresponding `tool_result` block in the next message.'
  throw invalid(`messages.${index}: ${found}: ${open.join(', ')}. ${rule}`)
}

function callIds(turn: readonly Block[]): readonly string[] {
  return turn.flatMap((block) => (block.type === 'tool_use' ? [asText(block.id) ?? ''] : []))
}

/** With a budget to think, calls that are being answered must come with the thoughts before them. */
function checkLoop(body: MessagesBody, messages: readonly Message[]): void {
  if (asObject<{ type: string }>(body.thinking).type !== 'enabled') return
  const last = blocksOf(messages.at(-1)?.content)
  if (!last.some((block) => block.type === 'tool_result')) return
  const index = messages.length - 2
  const [first] = blocksOf(messages[index]?.content)
  if (first?.type === 'thinking' || first?.type === 'redacted_thinking') return
  const found = `Expected \`thinking\` or \`redacted_thinking\`, but found \`${first?.type}\``
  const rule =
    'When `thinking` is enabled, a final `assistant` message must start with a thinking block (preceeding the lastmost set of `tool_use` and `tool_result` blocks).'
  throw invalid(`messages.${index}.content.0.type: ${found}. ${rule}`)
}

function checkEnd(last: Message | undefined): void {
  if (last?.role !== 'assistant') return
  const block = blocksOf(last.content).at(-1)
  if (!/\s$/.test(asText(block?.text) ?? '')) return
  throw invalid('messages: final assistant content cannot end with trailing whitespace')
}
