import { z } from 'zod'
import type {
  ChatMessage,
  ChatRequest,
  ContentPart,
  OutputFormat,
  Sampling,
  ToolChoice,
  ToolDefinition,
} from '../contracts/chat.ts'
import { GatewayError } from '../contracts/errors.ts'
import type { Json } from '../contracts/json.ts'
import { readJsonObject } from './json-body.ts'

const DIALECT = 'openai-chat'

const part = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  image_url: z.union([z.looseObject({ url: z.string() }), z.string()]).optional(),
  input_audio: z.looseObject({ data: z.string(), format: z.string() }).optional(),
})

const toolCall = z.looseObject({
  id: z.string().nullish(),
  function: z.looseObject({ name: z.string(), arguments: z.string().nullish() }).optional(),
})

const message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: z.union([z.string(), z.array(part)]).nullish(),
  name: z.string().nullish(),
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish(),
  tool_calls: z.array(toolCall).nullish(),
  tool_call_id: z.string().nullish(),
})

const tool = z.looseObject({
  type: z.string(),
  function: z
    .looseObject({
      name: z.string().min(1),
      description: z.string().nullish(),
      parameters: z.looseObject({}).nullish(),
    })
    .optional(),
})

/** -1 is how local servers spell "no limit". */
const tokenLimit = z
  .int()
  .min(-1)
  .refine((limit) => limit !== 0, 'must not be 0')
  .nullish()
const penalty = z.number().min(-2).max(2).nullish()

const schema = z.looseObject({
  model: z.string().max(512).nullish(),
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
  seed: z.int().nullish(),
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

type Body = z.infer<typeof schema>

/** An OpenAI chat request from its bytes, which it keeps. Throws a GatewayError that names the field at fault. */
export function decodeOpenaiChatRequest(bytes: Buffer): ChatRequest {
  const { value, source } = readJsonObject(bytes)
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw invalid(parsed.error)
  const body = parsed.data
  return {
    dialect: DIALECT,
    source,
    model: body.model ?? undefined,
    messages: body.messages.map(toMessage),
    stream: body.stream === true,
    wantsUsage: body.stream_options?.include_usage === true,
    tools: toTools(body.tools),
    toolChoice: toToolChoice(body.tool_choice),
    format: toFormat(body.response_format),
    sampling: toSampling(body),
    reasoning: toReasoning(body),
    choices: body.n ?? 1,
    logprobs: body.logprobs === true ? { top: body.top_logprobs ?? 0 } : undefined,
    fields: value,
  }
}

/** The first problem in words, with the path as the client wrote it. */
function invalid(error: z.ZodError): GatewayError {
  const issue = error.issues[0]
  const param = (issue?.path ?? [])
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '')
  const reason = issue?.message ?? 'invalid'
  return new GatewayError('invalid_request', param === '' ? reason : `${param}: ${reason}`, {
    param,
  })
}

function toMessage(wire: Body['messages'][number]): ChatMessage {
  const reasoning = wire.reasoning_content ?? wire.reasoning
  return {
    role: ROLES[wire.role],
    content: typeof wire.content === 'string' ? wire.content : (wire.content ?? []).map(toPart),
    ...(reasoning ? { reasoning } : {}),
    ...(wire.tool_calls ? { toolCalls: wire.tool_calls.flatMap(toToolCall) } : {}),
    ...(wire.tool_call_id ? { toolCallId: wire.tool_call_id } : {}),
    ...(wire.name ? { name: wire.name } : {}),
  }
}

const ROLES = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
  tool: 'tool',
  function: 'tool',
} as const

function toPart(wire: z.infer<typeof part>): ContentPart {
  if (wire.text !== undefined && wire.type === 'text') return { type: 'text', text: wire.text }
  if (wire.image_url !== undefined && wire.type === 'image_url') {
    return {
      type: 'image',
      url: typeof wire.image_url === 'string' ? wire.image_url : wire.image_url.url,
    }
  }
  if (wire.input_audio !== undefined && wire.type === 'input_audio') {
    return { type: 'audio', data: wire.input_audio.data, format: wire.input_audio.format }
  }
  return { type: 'opaque', kind: wire.type }
}

function toToolCall(wire: z.infer<typeof toolCall>): NonNullable<ChatMessage['toolCalls']> {
  if (wire.function === undefined) return []
  return [{ id: wire.id ?? '', name: wire.function.name, arguments: wire.function.arguments ?? '' }]
}

function toTools(wire: Body['tools']): readonly ToolDefinition[] {
  if (!wire) return []
  return wire.flatMap(({ function: definition }) =>
    definition === undefined
      ? []
      : [
          {
            name: definition.name,
            ...(definition.description ? { description: definition.description } : {}),
            ...(definition.parameters ? { parameters: definition.parameters as Json } : {}),
          },
        ],
  )
}

function toToolChoice(wire: Body['tool_choice']): ToolChoice {
  if (typeof wire === 'string') return wire
  return wire?.function === undefined ? 'auto' : { name: wire.function.name }
}

function toFormat(wire: Body['response_format']): OutputFormat {
  if (wire?.type === 'json_object') return { type: 'json' }
  const schemaOfAnswer = wire?.json_schema?.schema
  if (wire?.type !== 'json_schema' || !schemaOfAnswer) return { type: 'text' }
  return { type: 'schema', schema: schemaOfAnswer as Json }
}

function toSampling(body: Body): Sampling {
  const limit = body.max_completion_tokens ?? body.max_tokens
  const wire = {
    temperature: body.temperature,
    topP: body.top_p,
    topK: body.top_k,
    minP: body.min_p,
    seed: body.seed,
    stop: typeof body.stop === 'string' ? [body.stop] : body.stop,
    maxTokens: limit === -1 ? undefined : limit,
    presencePenalty: body.presence_penalty,
    frequencyPenalty: body.frequency_penalty,
    repeatPenalty: body.repeat_penalty,
  }
  return Object.fromEntries(
    Object.entries(wire).filter(([, value]) => value !== undefined && value !== null),
  )
}

function toReasoning({ reasoning_effort: effort, reasoning, think }: Body): string | undefined {
  if (effort) return effort
  if (reasoning?.enabled === false) return 'none'
  if (reasoning?.effort) return reasoning.effort
  if (think === false) return 'none'
  return typeof think === 'string' ? think : undefined
}
