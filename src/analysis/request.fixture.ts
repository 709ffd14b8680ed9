import type { ChatMessage, ChatRequest } from '../contracts/chat.ts'
import { openaiChatTerms } from '../dialects/openai/chat-terms.ts'

/** A chat request with one user message, or with the messages given. */
export function request(
  words: string | readonly ChatMessage[],
  extra: Partial<ChatRequest> = {},
): ChatRequest {
  return {
    dialect: 'test',
    source: { text: '{}', members: [] },
    terms: openaiChatTerms,
    headers: {},
    model: undefined,
    messages: typeof words === 'string' ? [{ role: 'user', content: words }] : words,
    stream: false,
    wantsUsage: false,
    tools: [],
    toolChoice: 'auto',
    parallelTools: undefined,
    format: { type: 'text' },
    sampling: {},
    formalLimit: false,
    reasoning: undefined,
    wantsReasoning: true,
    choices: 1,
    logprobs: undefined,
    user: undefined,
    fields: {},
    ...extra,
  }
}
