import type { ChatMessage, ChatRequest, Terms } from '../../contracts/chat.ts'

/** What the router itself asks; all else is left to the model. */
export type Asking = Pick<ChatRequest, 'messages'> &
  Partial<Pick<ChatRequest, 'tools' | 'format' | 'reasoning' | 'sampling'>>

/** Nobody is told what was left out of it. */
const TERMS: Terms = {
  names: {
    ...{ choices: [], format: [], frequencyPenalty: [], logprobs: [], maxTokens: [], minP: [] },
    ...{ parallelTools: [], presencePenalty: [], reasoning: [], repeatPenalty: [], seed: [] },
    ...{ stop: [], strictTools: [], temperature: [], toolChoice: [], topK: [], topP: [], user: [] },
  },
  untranslatable: () => [],
  namesAddress: () => false,
}

/** A request of the router's own: in no client's dialect, so every backend's translation writes all of it. */
export function ownRequest(asking: Asking): ChatRequest {
  return {
    dialect: 'own',
    source: { text: '{}', members: [] },
    terms: TERMS,
    headers: {},
    model: undefined,
    stream: true,
    wantsUsage: true,
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
    ...asking,
  }
}

/** A message of a user's. */
export function userSays(content: ChatMessage['content']): ChatMessage {
  return { role: 'user', content }
}
