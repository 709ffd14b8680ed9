import type {
  ChatMessage,
  ChatRequest,
  ContentPart,
  OutputFormat,
  Sampling,
  ToolCall,
  ToolChoice,
  ToolDefinition,
} from '../../contracts/chat.ts'
import type { Json } from '../../contracts/json.ts'
import type { Wishes } from '../../contracts/routing.ts'
import { invalidField } from '../invalid-field.ts'
import { readJsonObject } from '../json-body.ts'
import { addressIn } from '../names-address.ts'
import {
  type OpenaiChatBody as Body,
  type BodyMessage,
  type BodyPart,
  type BodyToolCall,
  openaiChatBody,
} from './chat-body.ts'
import { openaiChatTerms } from './chat-terms.ts'

const DIALECT = 'openai-chat'
const NO_HEADERS = {}

/** An OpenAI chat request from its bytes, which it keeps. Throws a GatewayError that names the field at fault. */
export function decodeOpenaiChatRequest(bytes: Buffer): ChatRequest {
  const { value, source } = readJsonObject(bytes)
  const parsed = openaiChatBody.safeParse(value)
  if (!parsed.success) throw invalidField(parsed.error)
  const body = parsed.data
  return {
    dialect: DIALECT,
    source,
    terms: openaiChatTerms,
    headers: NO_HEADERS,
    model: body.model ?? undefined,
    wishes: toWishes(body),
    messages: body.messages.map(toMessage),
    stream: body.stream === true,
    wantsUsage: body.stream_options?.include_usage === true,
    tools: toTools(body.tools),
    toolChoice: toToolChoice(body.tool_choice),
    parallelTools: body.parallel_tool_calls ?? undefined,
    format: toFormat(body.response_format),
    sampling: toSampling(body),
    formalLimit: false,
    reasoning: toReasoning(body),
    wantsReasoning: true,
    choices: body.n ?? 1,
    logprobs: body.logprobs === true ? { top: body.top_logprobs ?? 0 } : undefined,
    user: body.user ?? undefined,
    fields: value,
  }
}

/** Which models may answer is said as OpenRouter has it; the time is our own field. */
function toWishes({ models, max_latency: maxSeconds }: Body): Wishes | undefined {
  if (models == null && maxSeconds == null) return undefined
  return { models: models ?? undefined, maxSeconds: maxSeconds ?? undefined }
}

/** Every message gets all its fields, so that all are of one shape for those who read them. */
function toMessage(wire: BodyMessage): ChatMessage {
  return {
    role: ROLES[wire.role],
    content: toContent(wire),
    reasoning: (wire.reasoning_content ?? wire.reasoning) || undefined,
    toolCalls: toToolCalls(wire),
    toolCallId: wire.tool_call_id || undefined,
    name: wire.name || undefined,
    failed: undefined,
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

/** Where an earlier answer refused, that is what it says. */
function toContent({ content, refusal }: BodyMessage): ChatMessage['content'] {
  if (!content && refusal) return refusal
  return typeof content === 'string' ? content : (content ?? []).map(toPart)
}

function toPart(wire: BodyPart): ContentPart {
  const { type, image_url: image, input_audio: audio } = wire
  if (type === 'text' || type === 'refusal') return { type: 'text', text: wire[type] ?? '' }
  if (type === 'image_url' && image !== undefined)
    return { type: 'image', url: typeof image === 'string' ? image : image.url }
  if (type === 'input_audio' && audio !== undefined)
    return { type: 'audio', data: audio.data, format: audio.format }
  const url = addressIn(wire)
  return { type: 'opaque', kind: type, ...(url === undefined ? {} : { url }) }
}

/** Before there were several calls there was one, whose result names the function. */
function toToolCalls({ tool_calls, function_call }: BodyMessage): ChatMessage['toolCalls'] {
  const calls = tool_calls ?? (function_call ? [{ function: function_call }] : [])
  const known = calls.flatMap(toToolCall)
  return known.length === 0 ? undefined : known
}

function toToolCall(wire: BodyToolCall): readonly ToolCall[] {
  if (wire.function === undefined) return []
  return [{ id: wire.id ?? '', name: wire.function.name, arguments: wire.function.arguments ?? '' }]
}

function toTools(wire: Body['tools']): readonly ToolDefinition[] {
  const definitions = (wire ?? []).flatMap((tool) => tool.function ?? [])
  return definitions.map(({ name, description, parameters, strict }) => ({
    name,
    ...(description ? { description } : {}),
    ...(parameters ? { parameters: parameters as Json } : {}),
    ...(strict === true ? { strict } : {}),
  }))
}

function toToolChoice(wire: Body['tool_choice']): ToolChoice {
  if (typeof wire === 'string') return wire
  return wire?.function === undefined ? 'auto' : { name: wire.function.name }
}

/** llama.cpp takes the schema beside the type as well. */
function toFormat(wire: Body['response_format']): OutputFormat {
  if (wire?.type !== 'json_object' && wire?.type !== 'json_schema') return { type: 'text' }
  const schemaOfAnswer = wire.json_schema?.schema ?? wire.schema
  return schemaOfAnswer ? { type: 'schema', schema: schemaOfAnswer as Json } : { type: 'json' }
}

function toSampling(body: Body): Sampling {
  const sampling: Record<string, unknown> = {}
  for (const [ours, wire] of SAMPLING) {
    const value = body[wire]
    if (value !== undefined && value !== null) sampling[ours] = value
  }
  const limit = body.max_completion_tokens ?? body.max_tokens
  if (typeof limit === 'number' && limit > 0) sampling['maxTokens'] = limit
  if (body.stop) sampling['stop'] = typeof body.stop === 'string' ? [body.stop] : body.stop
  return sampling
}

const SAMPLING = [
  ['temperature', 'temperature'],
  ['topP', 'top_p'],
  ['topK', 'top_k'],
  ['minP', 'min_p'],
  ['seed', 'seed'],
  ['presencePenalty', 'presence_penalty'],
  ['frequencyPenalty', 'frequency_penalty'],
  ['repeatPenalty', 'repeat_penalty'],
] as const satisfies readonly (readonly [keyof Sampling, keyof Body])[]

function toReasoning({ reasoning_effort: effort, reasoning, think }: Body): string | undefined {
  if (effort) return effort
  if (reasoning?.enabled === false) return 'none'
  if (reasoning?.effort) return reasoning.effort
  if (think === false) return 'none'
  return typeof think === 'string' ? think : undefined
}
