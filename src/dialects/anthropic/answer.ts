import type { ChatAnswer, ChatChoice, FinishReason, ToolCall, Usage } from '../../contracts/chat.ts'
import type { Ours } from '../../contracts/dialect.ts'
import type { Json, JsonSource } from '../../contracts/json.ts'
import { toByteText, withValues } from '../../std/json-spans.ts'
import { closeFence } from '../answer-signature.ts'
import { toolArguments } from '../tool-arguments.ts'
import { CallBlock } from './call-block.ts'
import { ANTHROPIC_MESSAGES } from './dialect.ts'
import { UNSIGNED } from './signature.ts'
import { ToolUseIds } from './tool-use-ids.ts'
import { estimatedTokens, PAUSED } from './usage.ts'

/** The answer as a message: the backend's own bytes with our id and model, or built anew. Throws a GatewayError. */
export function encodeAnthropicAnswer(answer: ChatAnswer, ours: Ours): string {
  const { source } = answer
  if (source === undefined || source.dialect !== ANTHROPIC_MESSAGES)
    return toByteText(JSON.stringify(build(answer, ours)))
  const values = new Map([
    ['id', toByteText(JSON.stringify(ours.id))],
    ['model', toByteText(JSON.stringify(ours.model))],
  ])
  if (ours.metadata !== undefined) values.set('router', toByteText(JSON.stringify(ours.metadata)))
  const signed = signedContent(answer, source, ours)
  if (signed !== undefined) values.set('content', signed)
  return withValues(source.text, source.members, values)
}

/** The backend's own blocks with one more behind them; undefined when they stay as they are. */
function signedContent(
  { choices: [choice] }: ChatAnswer,
  { text, members }: JsonSource,
  { signature }: Ours,
): string | undefined {
  const content = members.find(({ key }) => key === 'content')
  const reason = members.find(({ key }) => key === 'stop_reason')
  if (signature === undefined || choice === undefined || content === undefined) return undefined
  const isPaused = reason !== undefined && text.slice(reason.start, reason.end).includes(PAUSED)
  if (choice.toolCalls.length > 0 || isPaused) return undefined
  const blocks = text.slice(content.start, content.end).trim().slice(0, -1)
  const block = textBlock(closeFence(choice.text) + signature)
  const gap = /^\[\s*$/.test(blocks) ? '' : ','
  return `${blocks}${gap}${toByteText(JSON.stringify(block))}]`
}

function build({ choices, usage }: ChatAnswer, ours: Ours): object {
  const [choice] = choices
  return {
    id: ours.id,
    type: 'message',
    role: 'assistant',
    model: ours.model,
    content: choice === undefined ? [] : blocksOf(choice, ours),
    ...stopOf(choice?.finish ?? 'stop', choice?.stop),
    usage: fromUsage(usage ?? { input: ours.tokensIn, output: estimatedTokens(lengthOf(choice)) }),
    ...(ours.metadata === undefined ? {} : { router: ours.metadata }),
  }
}

function lengthOf(choice: ChatChoice | undefined): number {
  if (choice === undefined) return 0
  const { text, reasoning, toolCalls } = choice
  const calls = toolCalls.map((call) => call.arguments)
  return [text, reasoning, ...calls].reduce((sum, { length }) => sum + length, 0)
}

/** White space alone is no block: many models write some before a call. */
function blocksOf(choice: ChatChoice, ours: Ours): readonly Json[] {
  const { text, reasoning, toolCalls, finish } = choice
  const shown = ours.wantsReasoning && reasoning !== ''
  const signed = text + (toolCalls.length === 0 ? signatureOf(text, ours) : '')
  const ids = new ToolUseIds(ours.id)
  return [
    ...(shown ? [{ type: 'thinking', thinking: reasoning, signature: UNSIGNED }] : []),
    ...(signed.trim() === '' ? [] : [textBlock(signed)]),
    ...toolCalls.map((call) => toBlock(call, ids.next(call.id), finish)),
  ]
}

function signatureOf(text: string, { signature }: Ours): string {
  return signature === undefined ? '' : closeFence(text) + signature
}

function textBlock(text: string): Json {
  return { type: 'text', text, citations: null }
}

/** What a stream of this call would be put together to. */
function toBlock(call: ToolCall, id: string, finish: FinishReason): Json {
  const block = new CallBlock()
  block.add({ ...call, index: 0 })
  const input = toolArguments(block.next() + block.last(finish))
  return { type: 'tool_use', id, name: call.name, input, caller: DIRECT_CALLER }
}

/** The model itself calls the tool, and not code that it wrote. */
export const DIRECT_CALLER = { type: 'direct' }

const STOP_REASONS: Readonly<Record<FinishReason, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  'content-filter': 'refusal',
  other: 'end_turn',
}

/** Why an answer ended; `stop` is the sequence of the client's that ended it. */
export function stopOf(reason: FinishReason, stop: string | undefined): object {
  const stop_reason = stop === undefined ? STOP_REASONS[reason] : 'stop_sequence'
  return { stop_reason, stop_sequence: stop ?? null }
}

/** Anthropic's input tokens are those that were neither read from a cache nor written to it. */
export function fromUsage({ input, output, cached = 0, cacheWritten = 0 }: Usage): object {
  return {
    input_tokens: Math.max(0, input - cached - cacheWritten),
    cache_creation_input_tokens: cacheWritten,
    cache_read_input_tokens: cached,
    output_tokens: output,
  }
}
