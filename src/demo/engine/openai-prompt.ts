import type { Json } from '../../contracts/json.ts'
import type { Prompt, Said, Tool } from './answer.ts'
import { asList, asNumber, asObject, asText } from './read.ts'

/** The body of an OpenAI chat request, every member as unchecked as it comes. */
export interface OpenAiChatBody {
  readonly model?: unknown
  readonly messages?: unknown
  readonly stream?: unknown
  readonly stream_options?: unknown
  readonly tools?: unknown
  readonly tool_choice?: unknown
  readonly response_format?: unknown
  readonly max_tokens?: unknown
  readonly max_completion_tokens?: unknown
  readonly stop?: unknown
  readonly n?: unknown
  readonly logprobs?: unknown
  readonly top_logprobs?: unknown
  readonly reasoning_effort?: unknown
}

/** Reads what an OpenAI chat request asks. A tool choice is obeyed: `none`, `required` and a named function. */
export function readOpenAiPrompt(body: OpenAiChatBody): Prompt {
  const offered = asList(body.tools).map((tool) => (tool as { readonly function: Tool }).function)
  const tools = body.tool_choice === 'none' ? [] : offered
  const stop = typeof body.stop === 'string' ? [body.stop] : asList(body.stop)
  return {
    messages: asList(body.messages).map(readMessage),
    tools,
    mustCall: mustCall(body.tool_choice, tools),
    format: readFormat(body.response_format),
    maxTokens:
      asNumber(body.max_completion_tokens) ?? asNumber(body.max_tokens) ?? Number.POSITIVE_INFINITY,
    stop: stop.filter((word) => typeof word === 'string'),
    thinking: readEffort(body.reasoning_effort),
  }
}

/** Whether the client asked for usage in its stream. */
export function wantsUsage(body: OpenAiChatBody): boolean {
  const options = asObject<{ include_usage: boolean }>(body.stream_options)
  return options.include_usage === true
}

/** Log probabilities of one token as OpenAI writes them, made up but the same each time. */
export function tokenLogprobs(text: string, top: number): object {
  const entry = (token: string, rank: number): object => ({
    token,
    logprob: -0.1 - rank,
    bytes: [...Buffer.from(token)],
  })
  const others = Array.from({ length: top }, (_, rank) =>
    entry(rank === 0 ? text : `${text}${rank}`, rank),
  )
  return { ...entry(text, 0), top_logprobs: others }
}

function readMessage(item: unknown): Said {
  const message = asObject<{ role: string; content: string }>(item)
  const parts = asList(message.content).map((part) =>
    asObject<{ type: string; text: string }>(part),
  )
  return {
    role: asText(message.role) ?? '',
    text: asText(message.content) ?? parts.map((part) => asText(part.text) ?? '').join('\n'),
    images: parts.filter((part) => part.type === 'image_url').length,
  }
}

function mustCall(choice: unknown, tools: readonly Tool[]): string | undefined {
  if (choice === 'required') return tools[0]?.name
  const named = asObject<{ function: object }>(choice)
  return asText(asObject<{ name: string }>(named.function).name)
}

function readFormat(format: unknown): Json | undefined {
  const { type, json_schema } = asObject<{ type: string; json_schema: object }>(format)
  if (type === 'json_object') return {}
  if (type !== 'json_schema') return undefined
  return asObject<{ schema: Json }>(json_schema).schema as Json
}

function readEffort(effort: unknown): Prompt['thinking'] {
  if (effort === undefined || effort === null) return 'auto'
  return effort === 'none' ? 'off' : 'on'
}
