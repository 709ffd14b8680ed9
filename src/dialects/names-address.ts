import type { ChatRequest } from '../contracts/chat.ts'

/** Whether a part of a message lies at an address, which a backend would have to fetch. */
export function namesAddress({ messages }: Pick<ChatRequest, 'messages'>): boolean {
  return messages.some(
    ({ content }) =>
      typeof content !== 'string' && content.some((part) => 'url' in part && isAddress(part.url)),
  )
}

/** The first address in a value whose form is not known: whatever stands under `url` or `…_url`, at any depth. */
export function addressIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, member] of Object.entries(value)) {
    const found = typeof member === 'string' ? addressUnder(key, member) : addressIn(member)
    if (found !== undefined) return found
  }
  return undefined
}

function addressUnder(key: string, text: string): string | undefined {
  return /(?:^|_)url$/i.test(key) && isAddress(text) ? text : undefined
}

/** A data URI is none: it holds what it stands for. */
function isAddress(url: unknown): boolean {
  return typeof url === 'string' && !/^data:/i.test(url)
}
