import type {
  ChatRequest,
  OutputFormat,
  Sampling,
  ToolChoice,
  ToolDefinition,
} from '../../contracts/chat.ts'
import type { ClientHeaders } from '../../contracts/dialect.ts'
import type { Json, JsonSource } from '../../contracts/json.ts'
import { defined } from '../../std/defined.ts'
import { parseExactMember } from '../exact-json.ts'
import { invalidField } from '../invalid-field.ts'
import { readJsonObject } from '../json-body.ts'
import { type AnthropicBody, anthropicBody, anthropicCountBody } from './body.ts'
import { ANTHROPIC_MESSAGES } from './dialect.ts'
import { isPortableTool } from './portable-tool.ts'
import { anthropicTerms } from './terms.ts'
import { toChatMessages } from './turns.ts'

/** A Messages request from its bytes, which it keeps. Throws a GatewayError that names the field at fault. */
export function decodeAnthropicRequest(bytes: Buffer, headers: ClientHeaders = {}): ChatRequest {
  return decode(bytes, headers, anthropicBody)
}

/** The same of a request that only asks how many tokens it has, and so names no limit. */
export function decodeAnthropicCount(bytes: Buffer, headers: ClientHeaders = {}): ChatRequest {
  return decode(bytes, headers, anthropicCountBody)
}

function decode(
  bytes: Buffer,
  headers: ClientHeaders,
  schema: typeof anthropicBody | typeof anthropicCountBody,
): ChatRequest {
  const { value, source } = readJsonObject(bytes)
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw invalidField(parsed.error)
  const body: AnthropicBody = withExactNumbers(parsed.data, source)
  const tools = toTools(body.tools)
  return {
    dialect: ANTHROPIC_MESSAGES,
    source,
    terms: anthropicTerms,
    headers: ownHeaders(headers),
    model: body.model ?? undefined,
    messages: toChatMessages(body),
    stream: body.stream === true,
    wantsUsage: true,
    tools,
    toolChoice: toToolChoice(body.tool_choice, tools),
    parallelTools: body.tool_choice?.disable_parallel_tool_use === true ? false : undefined,
    format: toFormat(body),
    sampling: toSampling(body),
    formalLimit: true,
    reasoning: toReasoning(body),
    wantsReasoning: SHOWN.has(body.thinking?.type) && Object(body.thinking).display !== 'omitted',
    choices: 1,
    logprobs: undefined,
    user: body.metadata?.user_id ?? undefined,
    fields: value,
  }
}

/** The long numbers of earlier calls as the client wrote them. */
function withExactNumbers(body: AnthropicBody, source: JsonSource): AnthropicBody {
  if (!source.text.includes('"tool_use"')) return body
  const messages = parseExactMember(source, 'messages')
  return messages === undefined
    ? body
    : { ...body, messages: messages as AnthropicBody['messages'] }
}

const OWN_HEADERS = ['anthropic-version', 'anthropic-beta']

/** Only what is sure to be sent on as it is. */
function ownHeaders(headers: ClientHeaders): Readonly<Record<string, string>> {
  const own: Record<string, string> = {}
  for (const name of OWN_HEADERS) {
    const value = headers[name]
    if (typeof value === 'string' && /^[\x21-\x7e][\x20-\x7e]{0,2000}$/.test(value))
      own[name] = value
  }
  return own
}

/** Tools that Anthropic's servers run, or that only its models know, are not among them. */
function toTools(wire: AnthropicBody['tools']): readonly ToolDefinition[] {
  return (wire ?? []).filter(isPortableTool).map(({ name = '', description, input_schema }) => ({
    name,
    ...(description ? { description } : {}),
    ...(input_schema ? { parameters: input_schema as Json } : {}),
  }))
}

function toToolChoice(
  wire: AnthropicBody['tool_choice'],
  tools: readonly ToolDefinition[],
): ToolChoice {
  if (wire?.type === 'any') return 'required'
  if (wire?.type === 'none') return 'none'
  const named = tools.find(({ name }) => wire?.type === 'tool' && name === wire.name)
  return named === undefined ? 'auto' : { name: named.name }
}

function toFormat({ output_config: config, output_format }: AnthropicBody): OutputFormat {
  const { type, schema } = config?.format ?? output_format ?? {}
  return type === 'json_schema' && schema
    ? { type: 'schema', schema: schema as Json }
    : { type: 'text' }
}

function toSampling(body: AnthropicBody): Sampling {
  return defined({
    temperature: body.temperature ?? undefined,
    topP: body.top_p ?? undefined,
    topK: body.top_k ?? undefined,
    maxTokens: body.max_tokens ?? undefined,
    stop: body.stop_sequences ?? undefined,
  })
}

/**
 * Who did not ask for thoughts reads the first block as the answer. Whether a model thinks is another question: many
 * that are not Anthropic's do so unasked.
 */
const SHOWN: ReadonlySet<string | undefined> = new Set(['enabled', 'adaptive', 'between_tools'])

/** The most tokens that a level of thinking stands for. */
const BUDGETS = [
  ['low', 2048],
  ['medium', 8192],
  ['high', Number.POSITIVE_INFINITY],
] as const

/**
 * A client that speaks neither of thinking nor of effort leaves it to the model. Effort is how much is thought, where
 * there is thinking; newer models think without being asked, and so an effort alone is about thinking too.
 */
function toReasoning({ thinking, output_config: config }: AnthropicBody): string | undefined {
  if (thinking?.type === 'disabled') return 'none'
  if (thinking?.type !== 'enabled') return config?.effort ?? undefined
  const budget = thinking.budget_tokens ?? 0
  return BUDGETS.find(([, most]) => budget <= most)?.[0]
}
