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

const TAGS = ASIDES.join('|')
const ASIDE = new RegExp(`<(${TAGS})>`, 'g')
const BEGINS_ASIDE = new RegExp(`^\\s*<(?:${TAGS})>`)
const ENDS_ASIDE = new RegExp(`</(?:${TAGS})>`)
const LONGEST_TAG = Math.max(...ASIDES.map((tag) => tag.length)) + 3

/** Characters that mostly tell whether anything is said. */
const A_FEW = 64

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
  return words.trim() === '' ? text : words
}

/** Whether a message holds what its client tells the model on the side and nothing else, so that no user speaks. */
export function isOnlyAside(message: ChatMessage): boolean {
  const { role, content } = message
  if (role !== 'user') return false
  if (typeof content !== 'string' && content.some(({ type }) => type !== 'text')) return false
  const text = textOf(message)
  if (!BEGINS_ASIDE.test(text) || spoken(text, A_FEW).trim() !== '') return false
  return spoken(text).trim() === ''
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

/** The first characters of a text, at most so many, that are not told on the side; what follows them is not read. */
export function spoken(text: string, most: number = text.length): string {
  const unclosed = new Set<string>()
  let words = ''
  let from = 0
  for (;;) {
    const until = from + most - words.length
    const aside = nextAside(text, from, until, unclosed)
    if (aside === undefined) return words + text.slice(from, until)
    words += text.slice(from, aside.begin)
    from = aside.end
  }
}

/** The last characters of a text, so many, that are not told on the side; where no aside ends among them, only they are read. */
export function spokenLast(text: string, most: number): string {
  const isNear = ENDS_ASIDE.test(text.slice(-most - LONGEST_TAG))
  return (isNear ? spoken(text) : text).slice(-most)
}

/** The next aside that begins before `until`; the end of a kind that has none is looked for once, so that no text takes long. */
function nextAside(
  text: string,
  from: number,
  until: number,
  unclosed: Set<string>,
): { readonly begin: number; readonly end: number } | undefined {
  const near = text.slice(0, until + LONGEST_TAG)
  ASIDE.lastIndex = from
  for (let found = ASIDE.exec(near); found !== null; found = ASIDE.exec(near)) {
    const [, tag = ''] = found
    if (found.index >= until) return undefined
    const end = unclosed.has(tag) ? -1 : text.indexOf(`</${tag}>`, found.index)
    if (end >= 0) return { begin: found.index, end: end + tag.length + 3 }
    unclosed.add(tag)
  }
  return undefined
}
