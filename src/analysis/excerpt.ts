import type { ChatMessage } from '../contracts/chat.ts'
import { textOf, userWords } from './user-words.ts'

const HEAD = 3072
const TAIL = 1024
/** A longer system prompt is a harness speaking, not the user. */
const SHORT_SYSTEM_PROMPT = 512

/**
 * The words that say what the conversation is about, newest first and at most 4,096 characters: the user's, and a short
 * system prompt, which often is the task. Of one long message its beginning and its end are kept.
 */
export function excerpt(messages: readonly ChatMessage[]): string {
  let text = ''
  for (let index = messages.length - 1; index >= 0 && text.length < HEAD; index--) {
    const message = messages[index]
    if (message === undefined || !speaksForUser(message)) continue
    const words = userWords(message)
    text = text === '' ? ends(words) : `${text}\n${words.slice(0, HEAD - text.length)}`
  }
  return text
}

function speaksForUser(message: ChatMessage): boolean {
  if (message.role === 'user') return true
  return message.role === 'system' && textOf(message).length <= SHORT_SYSTEM_PROMPT
}

function ends(text: string): string {
  if (text.length <= HEAD + TAIL) return text
  return `${text.slice(0, HEAD)}\n${text.slice(-TAIL)}`
}
