import type { ChatAnswer, ChatChoice, ChatRequest, ToolCall, Usage } from '../../contracts/chat.ts'
import type { Ours } from '../../contracts/dialect.ts'
import type { Json } from '../../contracts/json.ts'
import { fromByteText, toByteText, topLevelMembers, withValues } from '../../std/json-spans.ts'
import { closeFence } from '../answer-signature.ts'
import { matchedStop, toFinishReason, toTimings, toUsage } from './chunk.ts'
import { answerContent } from './content.ts'
import { toolCallId } from './tool-calls.ts'

const DIALECT = 'openai-chat'

type Wire = Readonly<Record<string, unknown>>

/** A whole answer from a backend's bytes, its known faults mended; undefined when it is none. */
export function decodeOpenaiAnswer(text: string, request: ChatRequest): ChatAnswer | undefined {
  const body = parse(text)
  const wire = body?.['choices']
  if (body === undefined || !isChoices(wire)) return undefined
  const mended = wire.map((choice) => mend(choice, request.messages.length))
  const edits = new Map<string, string | undefined>()
  if (mended.some((choice, at) => choice !== wire[at]))
    edits.set('choices', toByteText(JSON.stringify(mended)))
  if (body['error'] === null) edits.set('error', undefined)
  const source = edits.size === 0 ? text : withValues(text, topLevelMembers(text), edits)
  return {
    choices: mended.map((choice) => toChoice(choice, request.sampling.stop ?? [])),
    usage: toUsage(body['usage']),
    timings: toTimings(body['timings']),
    source: { dialect: DIALECT, text: source, members: topLevelMembers(source) },
  }
}

/** The answer in the client's dialect: the backend's own bytes with our id and model, or built anew. */
export function encodeOpenaiAnswer(answer: ChatAnswer, ours: Ours): string {
  const { source } = answer
  if (source === undefined || source.dialect !== DIALECT || ours.signature !== undefined)
    return build(answer, ours)
  const values = new Map([
    ['id', toByteText(JSON.stringify(ours.id))],
    ['model', toByteText(JSON.stringify(ours.model))],
  ])
  if (ours.metadata !== undefined) values.set('router', toByteText(JSON.stringify(ours.metadata)))
  return withValues(source.text, source.members, values)
}

function build({ choices, usage, source }: ChatAnswer, ours: Ours): string {
  const kept = source?.dialect === DIALECT ? JSON.parse(fromByteText(source.text)) : {}
  const own: Wire = {
    ...kept,
    id: ours.id,
    object: 'chat.completion',
    created: ours.created,
    model: ours.model,
    choices: kept.choices === undefined ? choices.map(fromChoice) : kept.choices,
    ...(usage === undefined || kept.usage !== undefined ? {} : { usage: fromUsage(usage) }),
    ...(ours.metadata === undefined ? {} : { router: ours.metadata }),
  }
  return toByteText(JSON.stringify(signed(own, ours.signature)))
}

/** Only ever appends, and only to text that a person reads: a tool call has none. */
function signed(answer: Wire, signature: string | undefined): Wire {
  if (signature === undefined) return answer
  const choices = (answer['choices'] as Wire[]).map((choice) => {
    const message = choice['message'] as Wire
    const { content: text, tool_calls: calls } = message
    if (typeof text !== 'string' || (Array.isArray(calls) && calls.length > 0)) return choice
    return { ...choice, message: { ...message, content: text + closeFence(text) + signature } }
  })
  return { ...answer, choices }
}

function parse(text: string): Wire | undefined {
  try {
    const body: unknown = JSON.parse(fromByteText(text))
    return typeof body === 'object' && body !== null ? (body as Wire) : undefined
  } catch {
    return undefined
  }
}

/** An answer without choices is none: clients read the first. */
function isChoices(wire: unknown): wire is readonly Wire[] {
  return Array.isArray(wire) && wire.length > 0 && wire.every(hasMessage)
}

function hasMessage(choice: unknown): boolean {
  if (typeof choice !== 'object' || choice === null) return false
  const message = (choice as Wire)['message']
  return typeof message === 'object' && message !== null
}

/** Tool calls must have ids, and a choice that made some must say so. */
function mend(choice: Wire, salt: number): Wire {
  const message = choice['message'] as Wire
  const calls = message['tool_calls']
  if (!Array.isArray(calls) || calls.length === 0) return choice
  const named = calls.every((call: Wire) => Boolean(call['id']))
  if (named && choice['finish_reason'] !== 'stop') return choice
  const tool_calls = calls.map((call: Wire, at) =>
    call['id'] ? call : { ...call, id: toolCallId(salt, at) },
  )
  const reason = choice['finish_reason'] === 'stop' ? 'tool_calls' : choice['finish_reason']
  return { ...choice, message: { ...message, tool_calls }, finish_reason: reason }
}

function toChoice(choice: Wire, stops: readonly string[]): ChatChoice {
  const message = choice['message'] as Wire
  const calls = Array.isArray(message['tool_calls']) ? message['tool_calls'] : []
  const { text, thought } = answerContent(message['content'] ?? message['refusal'])
  const reasoning = answerContent(message['reasoning_content'] ?? message['reasoning']).text
  return {
    text,
    reasoning: reasoning || thought,
    toolCalls: calls.map(toToolCall),
    finish: toFinishReason(String(choice['finish_reason'] ?? 'stop')),
    stop: matchedStop(choice, stops),
    logprobs: choice['logprobs'] ? (choice['logprobs'] as Json) : undefined,
  }
}

function toToolCall(call: Wire): ToolCall {
  const called = (call['function'] ?? {}) as Wire
  return {
    id: String(call['id'] ?? ''),
    name: String(called['name'] ?? ''),
    arguments: String(called['arguments'] ?? ''),
  }
}

function fromChoice(choice: ChatChoice, index: number): Wire {
  const { text, reasoning, toolCalls, finish, logprobs } = choice
  const message = {
    role: 'assistant',
    content: text === '' && toolCalls.length > 0 ? null : text,
    ...(reasoning === '' ? {} : { reasoning_content: reasoning, reasoning }),
    ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls.map(fromToolCall) }),
  }
  return { index, message, logprobs: logprobs ?? null, finish_reason: fromFinishReason(finish) }
}

function fromToolCall({ id, name, arguments: text }: ToolCall): Wire {
  return { id, type: 'function', function: { name, arguments: text } }
}

export function fromFinishReason(reason: ChatChoice['finish']): string {
  return reason === 'other' ? 'stop' : reason.replace('-', '_')
}

export function fromUsage({ input, output, cached, reasoning }: Usage): Wire {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    ...(cached === undefined ? {} : { prompt_tokens_details: { cached_tokens: cached } }),
    ...(reasoning === undefined
      ? {}
      : { completion_tokens_details: { reasoning_tokens: reasoning } }),
  }
}
