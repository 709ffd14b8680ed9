import type { ChatAnswer, ChatChoice, FinishReason, ToolCall, Usage } from '../../contracts/chat.ts'
import type { Ours } from '../../contracts/dialect.ts'
import type { Json } from '../../contracts/json.ts'
import { toByteText, withValues } from '../../std/json-spans.ts'
import { closeFence } from '../answer-signature.ts'
import { toolArguments } from '../tool-arguments.ts'
import { UNSIGNED } from './signature.ts'

const DIALECT = 'anthropic-messages'

/** The answer as a message: the backend's own bytes with our id and model, or built anew. */
export function encodeAnthropicAnswer(answer: ChatAnswer, ours: Ours): string {
  const { source } = answer
  if (source === undefined || source.dialect !== DIALECT || ours.signature !== undefined)
    return toByteText(JSON.stringify(build(answer, ours)))
  const values = new Map([
    ['id', toByteText(JSON.stringify(ours.id))],
    ['model', toByteText(JSON.stringify(ours.model))],
  ])
  if (ours.metadata !== undefined) values.set('router', toByteText(JSON.stringify(ours.metadata)))
  return withValues(source.text, source.members, values)
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
    usage: fromUsage(usage ?? { input: ours.tokensIn, output: 0 }),
    ...(ours.metadata === undefined ? {} : { router: ours.metadata }),
  }
}

function blocksOf({ text, reasoning, toolCalls }: ChatChoice, ours: Ours): readonly Json[] {
  const shown = ours.wantsReasoning && reasoning !== ''
  const signed = text + (toolCalls.length === 0 ? signatureOf(text, ours) : '')
  return [
    ...(shown ? [{ type: 'thinking', thinking: reasoning, signature: UNSIGNED }] : []),
    ...(signed === '' ? [] : [{ type: 'text', text: signed, citations: null }]),
    ...toolCalls.map(toBlock),
  ]
}

function signatureOf(text: string, { signature }: Ours): string {
  return signature === undefined ? '' : closeFence(text) + signature
}

function toBlock({ id, name, arguments: text }: ToolCall): Json {
  return { type: 'tool_use', id, name, input: toolArguments(text), caller: DIRECT_CALLER }
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
