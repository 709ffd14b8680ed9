import type { ChatMessage } from '../contracts/chat.ts'
import { spoken, spokenLast, textOf } from './user-words.ts'

const HEAD = 3072
const TAIL = 1024
/** A longer system prompt is a harness speaking, not the user. */
const SHORT_SYSTEM_PROMPT = 512

/**
 * The words that say what the conversation is about, newest first and at most 4,097 characters: the user's, and a short
 * system prompt, which often is the task. Of one long message its beginning and its end are kept. What clients tell on
 * the side counts only where nobody says anything else.
 */
export function excerpt(messages: readonly ChatMessage[]): string {
  let text = ''
  for (let index = messages.length - 1; index >= 0 && text.length < HEAD; index--) {
    const message = messages[index]
    if (message !== undefined && speaksForUser(message)) text = withMore(text, textOf(message))
  }
  return text === '' ? newestAside(messages) : text
}

function withMore(text: string, said: string): string {
  const words = text === '' ? ends(said) : spoken(said, HEAD - text.length)
  if (words.trim() === '') return text
  return text === '' ? words : `${text}\n${words}`
}

function speaksForUser(message: ChatMessage): boolean {
  if (message.role === 'user') return true
  return message.role === 'system' && textOf(message).length <= SHORT_SYSTEM_PROMPT
}

function ends(text: string): string {
  const words = spoken(text, HEAD + TAIL + 1)
  if (words.length <= HEAD + TAIL) return words
  return `${words.slice(0, HEAD)}\n${spokenLast(text, TAIL)}`
}

function newestAside(messages: readonly ChatMessage[]): string {
  const texts = messages.filter(speaksForUser).map(textOf)
  return texts.findLast((text) => text.trim() !== '')?.slice(0, HEAD + TAIL) ?? ''
}
