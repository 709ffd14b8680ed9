import { asList, asObject } from '../engine/read.ts'

/** A block of content, every member as unchecked as it comes. */
export interface Block {
  readonly type?: unknown
  readonly text?: unknown
  readonly citations?: unknown
  readonly thinking?: unknown
  readonly signature?: unknown
  readonly data?: unknown
  readonly source?: unknown
  readonly id?: unknown
  readonly name?: unknown
  readonly input?: unknown
  readonly tool_use_id?: unknown
  readonly tool_name?: unknown
  readonly content?: unknown
  readonly cache_control?: unknown
}

/** A message, every member as unchecked as it comes. */
export interface Message {
  readonly role?: unknown
  readonly content?: unknown
}

/** The blocks of a content; text alone stands for one text block. */
export function blocksOf(content: unknown): readonly Block[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return asList(content).map((block) => asObject<Required<Block>>(block))
}

/** The messages of a body. */
export function messagesOf(messages: unknown): readonly Message[] {
  return asList(messages).map((message) => asObject<Required<Message>>(message))
}
