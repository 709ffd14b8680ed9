/** A message of the wire, as far as it is looked at. */
export interface LooseMessage {
  readonly role?: unknown
  readonly content?: unknown
}

/**
 * Whether the answer goes on with a turn of the assistant's that does not begin with thoughts: one that calls tools
 * whose results now follow, or one that was begun. A model with a budget to think refuses that.
 */
export function continuesThoughtless(messages: readonly LooseMessage[]): boolean {
  const last = messages.findLastIndex(({ role }) => role === 'assistant')
  if (last < 0) return false
  const after = messages.slice(last + 1).flatMap(blocksIn)
  const answersCalls = after.some((block) => Object(block).type === 'tool_result')
  if (after.length > 0 && !answersCalls) return false
  const others = messages.findLastIndex(({ role }, at) => at < last && role !== 'assistant')
  const [first] = messages.slice(others + 1, last + 1).flatMap(blocksIn)
  return !THOUGHTS.includes(Object(first).type)
}

const THOUGHTS: readonly unknown[] = ['thinking', 'redacted_thinking']

function blocksIn({ content }: LooseMessage): readonly unknown[] {
  return Array.isArray(content) ? content : [content]
}
