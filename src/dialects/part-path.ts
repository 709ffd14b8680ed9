import type { ContentPart } from '../contracts/chat.ts'

/** Where the client finds a part of a message in its own body, given its place among ours. */
export function partPath(part: ContentPart, message: number, index: number): string {
  const told = part.type === 'text' ? undefined : part.path
  return told ?? `messages[${message}].content[${index}]`
}
