import type { ChatMessage } from '../contracts/chat.ts'

/** What coding clients put around things they tell the model on the side, into the user's own messages. */
const ASIDES = ['system-reminder', 'environment_details'] as const

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
  const words = ASIDES.reduce(without, text)
  return words === text || words.trim() === '' ? text : words
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
