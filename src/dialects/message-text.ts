import type { ChatMessage } from '../contracts/chat.ts'

/** All that a message says in words; of a failed tool's result, that it is one, which other dialects have no field for. */
export function messageText({ content, failed }: Pick<ChatMessage, 'content' | 'failed'>): string {
  const text =
    typeof content === 'string'
      ? content
      : content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n')
  if (failed !== true || SAYS_ERROR.test(text.slice(0, BEGINNING))) return text
  return text === '' ? 'Error' : `Error: ${text}`
}

/** Characters in which a text says what it is; a regular expression that runs on for millions has no stack left. */
const BEGINNING = 1024

/** Signs and tags may stand before the word, and it may be part of a tag's name. */
const SAYS_ERROR = /^(?:<[^<>]*>|[^\p{L}\p{N}<])*(?:<\w*)?error/iu
