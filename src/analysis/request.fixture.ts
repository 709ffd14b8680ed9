import type { ChatMessage, ChatRequest } from '../contracts/chat.ts'

/** A chat request with one user message, or with the messages given. */
export function request(
  words: string | readonly ChatMessage[],
  extra: Partial<ChatRequest> = {},
): ChatRequest {
  return {
    dialect: 'test',
    source: { text: '{}', members: [] },
    model: undefined,
    messages: typeof words === 'string' ? [{ role: 'user', content: words }] : words,
    stream: false,
    wantsUsage: false,
    tools: [],
    toolChoice: 'auto',
    format: { type: 'text' },
    sampling: {},
    reasoning: undefined,
    choices: 1,
    logprobs: undefined,
    fields: {},
    ...extra,
  }
}
