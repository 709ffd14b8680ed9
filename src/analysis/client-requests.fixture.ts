import type { ChatMessage, ChatRequest } from '../contracts/chat.ts'
import { request } from './request.fixture.ts'

export const HAIKU = 'claude-haiku-4-5-20251001'
export const TOOLS = [{ name: 'Read', parameters: { type: 'object' } }]
export const BILLING = 'x-anthropic-billing-header: cc_version=2.1.332.059; cc_entrypoint=cli;'
export const CLIENT = "You are Claude Code, Anthropic's official CLI for Claude."
export const SDK = "You are a Claude agent, built on Anthropic's Claude Agent SDK."
export const TITLE_FORMAT: ChatRequest['format'] = {
  type: 'schema',
  schema: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] },
}

/** What Claude Code asks for itself: an instruction beside its identity. */
export function asked(
  instruction: string,
  text: string,
  extra: Partial<ChatRequest> = {},
): ChatRequest {
  return request(
    [
      { role: 'system', content: `${CLIENT}\n\n${instruction}` },
      { role: 'user', content: [{ type: 'text', text }] },
    ],
    { model: 'claude-opus-5-5', ...extra },
  )
}

/** The same of an application that calls a small model by name. */
/** The same instruction from another client, for the small model. */
export function askedByOthers(instruction: string, text: string, extra: Partial<ChatRequest> = {}) {
  const messages: readonly ChatMessage[] = [
    { role: 'system', content: instruction },
    { role: 'user', content: text },
  ]
  return request(messages, { model: HAIKU, ...extra })
}

/** A conversation with tools under way, and what the client says last. */
/** Messages at the end of a coding conversation. */
export function later(...last: readonly ChatMessage[]): ChatRequest {
  return laterIn(`${CLIENT}\n\nYou help with software.`, ...last)
}

/** The same under other instructions. */
export function laterIn(instruction: string, ...last: readonly ChatMessage[]): ChatRequest {
  const messages: readonly ChatMessage[] = [
    { role: 'system', content: instruction },
    { role: 'user', content: 'fix the build' },
    { role: 'assistant', content: '', toolCalls: [{ id: 'a', name: 'Read', arguments: '{}' }] },
    { role: 'tool', content: 'export const x = 1', toolCallId: 'a' },
    { role: 'assistant', content: 'Done.' },
    ...last,
  ]
  return request(messages, { model: 'claude-opus-5-5', tools: TOOLS })
}

/** A text with an image beside it. */
export function pictured(text: string): ChatMessage {
  return {
    role: 'user',
    content: [
      { type: 'text', text },
      { type: 'image', url: 'data:,' },
    ],
  }
}

/** A user's message of several texts. */
export function said(...texts: readonly string[]): ChatMessage {
  return { role: 'user', content: texts.map((text) => ({ type: 'text', text })) }
}

export const REMINDER = '<system-reminder>\nx\n</system-reminder>'
