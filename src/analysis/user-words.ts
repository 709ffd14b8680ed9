import type { ChatMessage } from '../contracts/chat.ts'

/**
 * What coding clients put around things they tell the model on the side, into the user's own messages; among them the
 * commands that a client carried out by itself, and what they wrote on the screen.
 */
const ASIDES = [
  'system-reminder',
  'environment_details',
  'local-command-caveat',
  'local-command-stdout',
  'command-name',
  'command-message',
  'command-args',
] as const

/** The text parts of a message; parts of other kinds say nothing here. */
export function textOf(message: ChatMessage): string {
  const { content } = message
  if (typeof content === 'string') return content
  if (content.length === 1 && content[0]?.type === 'text') return content[0].text
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n')
}

/** The text of a message without what its client tells the model on the side, unless it is nothing but that. */
export function userWords(message: ChatMessage): string {
  const text = textOf(message)
  const words = spoken(text)
  return words === text || words.trim() === '' ? text : words
}

/** The last words of a message that are not told on the side, trimmed: coding clients tell more behind them. */
export function lastWords({ content }: ChatMessage): string {
  if (typeof content === 'string') return spoken(content).trim()
  for (const part of content.toReversed()) {
    const words = part.type === 'text' ? spoken(part.text).trim() : ''
    if (words !== '' || part.type !== 'text') return words
  }
  return ''
}

function spoken(text: string): string {
  return ASIDES.reduce(without, text)
}

function without(text: string, tag: string): string {
  let words = ''
  let from = 0
  for (;;) {
    const begin = text.indexOf(`<${tag}>`, from)
    const end = begin < 0 ? -1 : text.indexOf(`</${tag}>`, begin)
    if (end < 0) return from === 0 ? text : words + text.slice(from)
    words += text.slice(from, begin)
    from = end + tag.length + 3
  }
}
