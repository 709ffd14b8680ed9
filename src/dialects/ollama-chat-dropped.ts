import type { ChatRequest } from '../contracts/chat.ts'

/** Fields that Ollama is told, or that ask nothing of a model. */
const HONOURED: ReadonlySet<string> = new Set([
  'frequency_penalty',
  'logprobs',
  'max_completion_tokens',
  'max_tokens',
  'messages',
  'metadata',
  'min_p',
  'model',
  'presence_penalty',
  'prompt_cache_key',
  'reasoning',
  'reasoning_effort',
  'repeat_penalty',
  'response_format',
  'safety_identifier',
  'seed',
  'service_tier',
  'stop',
  'stream',
  'stream_options',
  'temperature',
  'think',
  'tool_choice',
  'tools',
  'top_k',
  'top_logprobs',
  'top_p',
  'user',
])

/** Values, as JSON, that only say what happens anyway. */
const USUAL: Readonly<Record<string, string>> = {
  logit_bias: '{}',
  modalities: '["text"]',
  n: '1',
  parallel_tool_calls: 'true',
  store: 'false',
}

const REASONING_FIELDS: readonly string[] = ['reasoning', 'reasoning_effort', 'think']

/** The request's fields that Ollama cannot honour, in the client's spelling. */
export function droppedByOllama(
  { fields, toolChoice, sampling }: ChatRequest,
  reasoningHonoured: boolean,
): readonly string[] {
  const unenforced = toolChoice !== 'auto' && toolChoice !== 'none'
  const exceptions = new Set([
    ...(unenforced ? ['tool_choice'] : []),
    ...(reasoningHonoured ? [] : REASONING_FIELDS),
    ...(Number.isSafeInteger(sampling.seed ?? 0) ? [] : ['seed']),
  ])
  return Object.keys(fields).filter((field) => {
    const value = fields[field]
    if (value === undefined || value === null) return false
    if (HONOURED.has(field)) return exceptions.has(field)
    return JSON.stringify(value) !== USUAL[field]
  })
}
