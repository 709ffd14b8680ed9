import type { ChatMessage } from '../contracts/chat.ts'
import { textOf } from './user-words.ts'

/**
 * Open WebUI asks the chat's own model for titles, tags, follow-ups and such: one user message that begins with
 * `### Task:` and holds the conversation between `<chat_history>` tags, each on a line of its own.
 */
export function isOpenWebUi(only: ChatMessage): boolean {
  const text = textOf(only)
  if (!text.startsWith('### Task:')) return false
  const begin = text.indexOf('\n<chat_history>\n')
  return begin > 0 && /\n<\/chat_history>\s/.test(`${text.slice(begin)}\n`)
}
