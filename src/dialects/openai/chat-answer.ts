import type { ChatAnswer, ChatChoice, ChatRequest, ToolCall, Usage } from '../../contracts/chat.ts'
import type { Ours } from '../../contracts/dialect.ts'
import { GatewayError } from '../../contracts/errors.ts'
import type { Json } from '../../contracts/json.ts'
import { fromByteText, toByteText, topLevelMembers, withValues } from '../../std/json-spans.ts'
import { closeFence } from '../answer-signature.ts'
import { argumentsText } from '../arguments-text.ts'
import { isText } from '../is-text.ts'
import { answerContent } from './content.ts'
import { matchedStop, toFinishReason, trueReason } from './finish.ts'
import { type Salt, toolCallId, turnSalt } from './tool-call-id.ts'
import { isObject, toTimings, toUsage } from './usage.ts'

const DIALECT = 'openai-chat'

type Wire = Readonly<Record<string, unknown>>

/** A whole answer from a backend's bytes, its known faults mended; undefined when it is none. */
export function decodeOpenaiAnswer(text: string, request: ChatRequest): ChatAnswer | undefined {
  const body = parse(text)
  const wire = body?.['choices']
  if (body === undefined || !isChoices(wire)) return undefined
  const salt = turnSalt(request.messages)
  const mended = wire.map((choice) => mend(choice, salt))
  const edits = new Map<string, string | undefined>()
  if (mended.some((choice, at) => choice !== wire[at]))
    edits.set('choices', toByteText(JSON.stringify(mended)))
  if (body['error'] === null) edits.set('error', undefined)
  const source = edits.size === 0 ? text : withValues(text, topLevelMembers(text), edits)
  return {
    choices: mended.map((choice) => toChoice(choice, salt, request.sampling.stop ?? [])),
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

/** Tool calls must have ids and texts as arguments, and a choice must say of calls what is true. */
function mend(choice: Wire, salt: Salt): Wire {
  const message = choice['message'] as Wire
  const calls = callsOf(message)
  const better = calls.map((call, at) => mendCall(call, () => toolCallId(salt, at)))
  const told = choice['finish_reason']
  const legacy = calls.length === 0 && isObject(message['function_call'])
  const called = { any: legacy || calls.length > 0, legacy }
  const reason = typeof told === 'string' ? trueReason(told, called) : told
  if (reason === told && better.every((call, at) => call === calls[at])) return choice
  const list = calls.length === 0 ? {} : { tool_calls: better }
  return { ...choice, message: { ...message, ...list }, finish_reason: reason }
}

function callsOf(message: Wire): readonly Wire[] {
  const list = message['tool_calls']
  return Array.isArray(list) ? list.filter(isObject) : []
}

function mendCall(call: Wire, id: () => string): Wire {
  const called = call['function']
  const args = isObject(called) ? called['arguments'] : undefined
  const right = typeof args === 'string' || args == null
  if (call['id'] && right) return call
  const body = right ? {} : { function: { ...Object(called), arguments: argumentsText(args) } }
  return { ...call, id: call['id'] || id(), ...body }
}

function toChoice(choice: Wire, salt: Salt, stops: readonly string[]): ChatChoice {
  const message = choice['message'] as Wire
  const { text, thought } = answerContent(message['content'] ?? message['refusal'])
  const reasoning = answerContent(message['reasoning_content'] ?? message['reasoning']).text
  return {
    text,
    reasoning: reasoning || thought,
    toolCalls: allCalls(message, salt).map(toToolCall),
    finish: toFinishReason(String(choice['finish_reason'] ?? 'stop')),
    stop: matchedStop(choice, stops),
    logprobs: choice['logprobs'] ? (choice['logprobs'] as Json) : undefined,
  }
}

/** Those of the list, or the one call of old. */
function allCalls(message: Wire, salt: Salt): readonly Wire[] {
  const list = callsOf(message)
  const one = message['function_call']
  return list.length === 0 && isObject(one) ? [{ id: toolCallId(salt, 0), function: one }] : list
}

/** A call of another kind than a function has no name there. Throws a GatewayError. */
function toToolCall(call: Wire): ToolCall {
  const { id, type, function: called } = call
  const { name, arguments: args } = Object(called) as Wire
  if (!isText(name) && (!isText(type) || type === 'function')) {
    const message = 'The backend sent a tool call without a name.'
    throw new GatewayError('upstream_invalid_response', message)
  }
  return {
    id: String(id ?? ''),
    name: isText(name) ? name : '',
    arguments: args == null ? '' : argumentsText(args),
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
