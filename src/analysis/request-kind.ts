import type { ChatMessage } from '../contracts/chat.ts'
import type { PromptProfile } from '../contracts/routing.ts'
import { textOf } from './excerpt.ts'

/**
 * Open WebUI asks the chat's own model for titles, tags, follow-ups and such: one user message that begins with
 * `### Task:` and holds the conversation between `<chat_history>` tags.
 */
export function requestKind(messages: readonly ChatMessage[]): PromptProfile['kind'] {
  const [only, ...others] = messages.filter((message) => message.role !== 'system')
  if (only?.role !== 'user' || others.length > 0) return 'chat'
  const text = textOf(only)
  const isTask = text.startsWith('### Task:') && text.includes('<chat_history>')
  return isTask ? 'housekeeping' : 'chat'
}
