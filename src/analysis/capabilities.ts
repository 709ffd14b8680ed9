import type { ChatMessage, ChatRequest } from '../contracts/chat.ts'
import type { Capability } from '../contracts/model.ts'
import { isOnlyAside } from './user-words.ts'

/** What a model must be able to do for this request; the whole conversation counts, not only its last message. */
export function neededCapabilities(request: ChatRequest): readonly Capability[] {
  const needs: Capability[] = []
  if (request.messages.some((message) => holds(message, 'image'))) needs.push('vision')
  if (request.messages.some((message) => holds(message, 'audio'))) needs.push('audio')
  if (toolUse(request) !== 'none') needs.push('tools')
  if (request.format.type !== 'text') needs.push('json')
  return needs
}

/**
 * `under-way`: the newest message is a tool's answer, whatever the client tells on the side behind it. `offered`: tools
 * are given, or were called before.
 */
export function toolUse(request: ChatRequest): 'none' | 'offered' | 'under-way' {
  const { messages } = request
  if (messages.findLast((message) => !isOnlyAside(message))?.role === 'tool') return 'under-way'
  const offered = request.tools.length > 0 && request.toolChoice !== 'none'
  return offered || messages.some(callsTools) ? 'offered' : 'none'
}

function callsTools(message: ChatMessage): boolean {
  return message.role === 'tool' || (message.toolCalls?.length ?? 0) > 0
}

function holds({ content }: ChatMessage, type: 'image' | 'audio'): boolean {
  return typeof content !== 'string' && content.some((part) => part.type === type)
}
