import type { ChatMessage } from '../../contracts/chat.ts'

const DIGITS = 36
const SALT_LENGTH = 6

/** Worked out when it is first asked for: most turns call nothing. */
export type Salt = () => number

/** Nine letters and digits, the form that the strictest chat templates ask for. */
export function toolCallId(salt: Salt, index: number): string {
  const turn = (salt() % DIGITS ** SALT_LENGTH).toString(DIGITS).padStart(SALT_LENGTH, '0')
  return `c${turn}${(index % DIGITS ** 2).toString(DIGITS).padStart(2, '0')}`
}

/** So much of a message's beginning and of its end tells it from others. */
const LOOKED_AT = 256

/** What makes the ids of one turn differ from those of others, in this conversation and in any other. */
export function turnSalt(messages: readonly ChatMessage[]): Salt {
  let salt: number | undefined
  return () => (salt ??= saltOf(messages))
}

function saltOf(messages: readonly ChatMessage[]): number {
  const last = messages.at(-1)
  const text = last === undefined ? '' : (last.toolCallId ?? '') + textOf(last)
  const looked = `${messages.length}:${text.length}:${text.slice(0, LOOKED_AT)}${text.slice(-LOOKED_AT)}`
  return hash(looked)
}

function textOf({ content }: ChatMessage): string {
  if (typeof content === 'string') return content
  return content.map((part) => (part.type === 'text' ? part.text : part.type)).join('')
}

/** FNV-1a over UTF-16 units. */
function hash(text: string): number {
  let sum = 0x811c9dc5
  for (let at = 0; at < text.length; at++)
    sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193) >>> 0
  return sum
}
