import { z } from 'zod'

/** The kinds of part that are read; each has what it is about in a field of its own name. */
const KNOWN_PARTS = ['text', 'refusal', 'image_url', 'input_audio'] as const

const part = z
  .looseObject({
    type: z.string(),
    text: z.string().optional(),
    refusal: z.string().optional(),
    image_url: z.union([z.looseObject({ url: z.string() }), z.string()]).optional(),
    input_audio: z.looseObject({ data: z.string(), format: z.string() }).optional(),
  })
  .check(({ value, issues }) => {
    const kind = KNOWN_PARTS.find((known) => known === value.type)
    if (kind === undefined || value[kind] !== undefined) return
    issues.push({ code: 'custom', path: [kind], message: 'is missing', input: value })
  })

const call = z.looseObject({ name: z.string(), arguments: z.string().nullish() })

const toolCall = z.looseObject({ id: z.string().nullish(), function: call.optional() })

const message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: z.union([z.string(), z.array(part)]).nullish(),
  name: z.string().nullish(),
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish(),
  refusal: z.string().nullish(),
  tool_calls: z.array(toolCall).nullish(),
  function_call: call.nullish(),
  tool_call_id: z.string().nullish(),
})

const tool = z.looseObject({
  type: z.string(),
  function: z
    .looseObject({
      name: z.string().min(1),
      description: z.string().nullish(),
      parameters: z.looseObject({}).nullish(),
      strict: z.boolean().nullish(),
    })
    .optional(),
})

/** Models that one request may name as those that may answer. */
export const MOST_MODELS = 50

/** -1 is how local servers spell "no limit". */
const tokenLimit = z
  .int()
  .min(-1)
  .refine((limit) => limit !== 0, 'must not be 0')
  .nullish()
/** Up to 64 bits, which is more than a number holds exactly: only the bytes do. */
const seed = z.number().refine(Number.isInteger, 'must be a whole number')
const penalty = z.number().min(-2).max(2).nullish()

/** The body of an OpenAI chat request, as far as it is read; everything else in it passes. */
export const openaiChatBody = z.looseObject({
  model: z.string().max(512).nullish(),
  models: z.array(z.string().min(1).max(512)).min(1).max(MOST_MODELS).nullish(),
  max_latency: z.number().positive().nullish(),
  messages: z.array(message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  top_k: z.number().nullish(),
  min_p: z.number().nullish(),
  repeat_penalty: z.number().nullish(),
  n: z.int().min(1).max(128).nullish(),
  max_tokens: tokenLimit,
  max_completion_tokens: tokenLimit,
  presence_penalty: penalty,
  frequency_penalty: penalty,
  logit_bias: z.record(z.string(), z.number()).nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.int().min(0).max(20).nullish(),
  seed: seed.nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(64)]).nullish(),
  tools: z.array(tool).max(1024).nullish(),
  tool_choice: z
    .union([
      z.enum(['auto', 'none', 'required']),
      z.looseObject({ type: z.string(), function: z.looseObject({ name: z.string() }).optional() }),
    ])
    .nullish(),
  response_format: z
    .looseObject({
      type: z.string(),
      json_schema: z.looseObject({ schema: z.looseObject({}).nullish() }).nullish(),
      schema: z.looseObject({}).nullish(),
    })
    .nullish(),
  reasoning_effort: z.string().nullish(),
  reasoning: z
    .looseObject({ effort: z.string().nullish(), enabled: z.boolean().nullish() })
    .nullish(),
  think: z.union([z.boolean(), z.string()]).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  user: z.string().max(1024).nullish(),
})

export type OpenaiChatBody = z.infer<typeof openaiChatBody>

export type BodyMessage = z.infer<typeof message>

export type BodyPart = z.infer<typeof part>

export type BodyToolCall = z.infer<typeof toolCall>
