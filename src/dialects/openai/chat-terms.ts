import type { ChatRequest, Terms } from '../../contracts/chat.ts'
import { namesAddress } from '../names-address.ts'

/** OpenAI's spelling of what a request may ask for. */
export const openaiChatTerms: Terms = {
  names: {
    choices: ['n'],
    format: ['response_format'],
    frequencyPenalty: ['frequency_penalty'],
    logprobs: ['logprobs', 'top_logprobs'],
    maxTokens: ['max_completion_tokens', 'max_tokens'],
    minP: ['min_p'],
    parallelTools: ['parallel_tool_calls'],
    presencePenalty: ['presence_penalty'],
    reasoning: ['reasoning', 'reasoning_effort', 'think'],
    repeatPenalty: ['repeat_penalty'],
    seed: ['seed'],
    stop: ['stop'],
    strictTools: ['tools[].function.strict'],
    temperature: ['temperature'],
    toolChoice: ['tool_choice'],
    topK: ['top_k'],
    topP: ['top_p'],
    user: ['user'],
  },
  untranslatable,
  namesAddress,
}

/** Fields by which a client says how it wants to be routed: no backend gets them. */
export const ROUTING_FIELDS = ['models', 'max_latency'] as const

/** Fields whose meaning a `ChatRequest` holds, or that ask nothing of a model. */
const TRANSLATED: ReadonlySet<string> = new Set([
  ...Object.values(openaiChatTerms.names).flat(),
  ...ROUTING_FIELDS,
  'messages',
  'metadata',
  'model',
  'prompt_cache_key',
  'safety_identifier',
  'service_tier',
  'stream',
  'stream_options',
  'tools',
])

/** Values, as JSON, that only say what happens anyway. */
const USUAL: Readonly<Record<string, string>> = {
  logit_bias: '{}',
  modalities: '["text"]',
  store: 'false',
}

function untranslatable({ fields }: ChatRequest): readonly string[] {
  const { tools, tool_choice: choice, messages } = fields
  const others = Object.keys(fields).filter((field) => {
    const value = fields[field]
    if (value === undefined || value === null || TRANSLATED.has(field)) return false
    return JSON.stringify(value) !== USUAL[field]
  })
  const isChoice = typeof choice === 'object' && choice !== null
  return [
    ...others,
    ...withoutFunction(tools, 'tools'),
    ...(isChoice && !isFunction(choice) ? ['tool_choice'] : []),
    ...listOf(messages).flatMap((message, at) =>
      withoutFunction(Object(message).tool_calls, `messages[${at}].tool_calls`),
    ),
  ]
}

/** Tools of another kind, and calls of such. */
function withoutFunction(list: unknown, path: string): readonly string[] {
  return listOf(list).flatMap((each, at) => (isFunction(each) ? [] : [`${path}[${at}]`]))
}

function isFunction(value: unknown): boolean {
  return Object(value).function !== undefined
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
