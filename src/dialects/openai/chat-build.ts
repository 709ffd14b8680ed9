import type { ChatRequest, Feature, OutputFormat } from '../../contracts/chat.ts'
import type { CallTarget, EncodedCall } from '../../contracts/dialect.ts'
import type { Json } from '../../contracts/json.ts'
import type { Placement } from '../../contracts/model.ts'
import { defined } from '../../std/defined.ts'
import { toByteText } from '../../std/json-spans.ts'
import { droppedFields } from '../dropped-fields.ts'
import { functionTools } from '../function-tools.ts'
import { reasoningLevel } from '../reasoning-level.ts'
import { samplingFields } from '../sampling-fields.ts'
import { toOpenaiMessages } from './chat-messages.ts'
import { openaiChatTerms } from './chat-terms.ts'

/** A part of the body, and what of the request it cannot honour. */
interface Piece {
  readonly fields: Readonly<Record<string, Json | undefined>>
  readonly missed?: Feature | undefined
}

const NOTHING: Piece = { fields: {} }

/** A body of our own for the client of another dialect. Throws a GatewayError for content that has no place in it. */
export function buildOpenaiRequest(request: ChatRequest, target: CallTarget): EncodedCall {
  const { stream, choices, logprobs } = request
  const { placement, unsupported } = target
  const pieces = [
    tools(request),
    reasoning(request, placement),
    sampled(request),
    limit(request, target),
    user(request),
  ]
  const body: Record<string, Json> = defined({
    model: placement.nativeId,
    messages: toOpenaiMessages(request.messages, placement.remote),
    stream,
    stream_options: stream ? { include_usage: true } : undefined,
    response_format: toResponseFormat(request.format),
    n: choices > 1 ? choices : undefined,
    logprobs: logprobs === undefined ? undefined : true,
    top_logprobs: logprobs?.top || undefined,
    ...Object.fromEntries(pieces.flatMap(({ fields }) => Object.entries(fields))),
  })
  const refused = unsupported.filter((field) => field in body)
  const kept = Object.entries(body).filter(([field]) => !refused.includes(field))
  const missed = [...pieces.map((piece) => piece.missed), ...refused.map((at) => FEATURES.get(at))]
  const dropped = droppedFields(
    request,
    missed.filter((feature) => feature !== undefined),
  )
  return { text: toByteText(JSON.stringify(Object.fromEntries(kept))), dropped, stream }
}

/** What a field of the body is there for. */
const FEATURES: ReadonlyMap<string, Feature> = new Map([
  ...Object.entries(openaiChatTerms.names).flatMap(([feature, fields]) =>
    fields.map((field) => [field, feature as Feature] as const),
  ),
  ['chat_template_kwargs', 'reasoning'],
])

/** Servers refuse a choice among no tools. */
function tools({ tools: definitions, toolChoice, parallelTools }: ChatRequest): Piece {
  if (definitions.length === 0) {
    return toolChoice === 'auto' || toolChoice === 'none'
      ? NOTHING
      : { ...NOTHING, missed: 'toolChoice' }
  }
  const named = typeof toolChoice === 'object'
  return {
    fields: {
      tools: functionTools(definitions),
      tool_choice: named ? { type: 'function', function: { name: toolChoice.name } } : toolChoice,
      parallel_tool_calls: parallelTools === false ? false : undefined,
    },
  }
}

/** Local servers switch thinking off in the model's template; for the others there is no one way. */
function reasoning({ reasoning: asked }: ChatRequest, { remote, facts }: Placement): Piece {
  if (asked === undefined) return NOTHING
  const unthinking = facts.capabilities.reasoning?.value === false
  if (asked === 'none') {
    if (unthinking) return NOTHING
    return remote
      ? { ...NOTHING, missed: 'reasoning' }
      : { fields: { chat_template_kwargs: { enable_thinking: false } } }
  }
  const level = unthinking ? undefined : reasoningLevel(asked)
  return level === undefined
    ? { ...NOTHING, missed: 'reasoning' }
    : { fields: { reasoning_effort: level } }
}

function sampled({ sampling }: ChatRequest): Piece {
  const fields = samplingFields(sampling)
  return { fields, missed: fields.seed === sampling.seed ? undefined : 'seed' }
}

/** Our estimate of a prompt may be so much too low. */
const ESTIMATE_MARGIN = 1.25

/** A limit that had to be named is left out where it and the prompt exceed the context: servers would refuse them. */
function limit(
  { sampling, formalLimit }: ChatRequest,
  { placement, tokensIn = 0, limitSpelling }: CallTarget,
): Piece {
  const { maxTokens } = sampling
  const context = placement.contextSetting ?? placement.facts.servedContext?.value
  const room = (context ?? Number.POSITIVE_INFINITY) - tokensIn * ESTIMATE_MARGIN
  if (formalLimit && maxTokens !== undefined && maxTokens > room) return NOTHING
  return limitSpelling === 'newer'
    ? { fields: { max_completion_tokens: maxTokens } }
    : { fields: { max_tokens: maxTokens } }
}

/** OpenAI refuses a longer one. */
const LONGEST_USER = 64

function user({ user: name }: ChatRequest): Piece {
  if ((name ?? '').length > LONGEST_USER) return { ...NOTHING, missed: 'user' }
  return { fields: { user: name } }
}

function toResponseFormat(format: OutputFormat): Json | undefined {
  if (format.type === 'text') return undefined
  if (format.type === 'json') return { type: 'json_object' }
  return { type: 'json_schema', json_schema: { name: 'answer', schema: format.schema } }
}
