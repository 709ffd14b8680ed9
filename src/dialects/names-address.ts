import type { ChatRequest } from '../contracts/chat.ts'

/** Whether a part of a message lies at an address, which a backend would have to fetch. */
export function namesAddress({ messages }: Pick<ChatRequest, 'messages'>): boolean {
  return messages.some(
    ({ content }) =>
      typeof content !== 'string' && content.some((part) => 'url' in part && isAddress(part.url)),
  )
}

/** A data URI is none: it holds what it stands for. */
export function isAddress(url: unknown): boolean {
  return typeof url === 'string' && !/^data:/i.test(url)
}
