import type { ChatRequest } from '../../src/contracts/chat.ts'
import { openaiChatTerms } from '../../src/dialects/openai/chat-terms.ts'

/** A conversation that is one message of a user, with nothing set. */
export function promptRequest(prompt: string): ChatRequest {
  return {
    dialect: 'openai',
    source: { text: '{}', members: [] },
    terms: openaiChatTerms,
    headers: {},
    model: undefined,
    messages: [{ role: 'user', content: prompt }],
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
  }
}
