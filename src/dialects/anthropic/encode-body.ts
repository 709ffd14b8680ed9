import type { ChatRequest, Feature } from '../../contracts/chat.ts'
import type { CallTarget, EncodedCall } from '../../contracts/dialect.ts'
import { GatewayError } from '../../contracts/errors.ts'
import type { Json } from '../../contracts/json.ts'
import { defined } from '../../std/defined.ts'
import { toByteText } from '../../std/json-spans.ts'
import { droppedFields } from '../dropped-fields.ts'
import { type AnthropicConversation, toAnthropicConversation } from './encode-messages.ts'
import { anthropicSampling } from './encode-sampling.ts'
import { anthropicThinking } from './encode-thinking.ts'
import { anthropicTools } from './encode-tools.ts'
import { continuesThoughtless } from './loop.ts'
import { anthropicSchema } from './schema.ts'
import { type AnthropicTraits, anthropicTraits } from './traits.ts'

const LONGEST_USER = 256
/** The least room for an answer that is asked for when the prompt seems to leave none. */
const LEAST_ROOM = 1024

/** A request of another dialect as a body of Anthropic's. Throws a GatewayError for content that has no place there. */
export function anthropicBodyOf(request: ChatRequest, target: CallTarget): EncodedCall {
  const { placement } = target
  const traits = anthropicTraits(placement.nativeId)
  const conversation = toAnthropicConversation(request.messages)
  refuseBegun(conversation, request, traits)
  const tools = anthropicTools(request, traits)
  const thoughtless = continuesThoughtless(conversation.messages)
  const situation = { placement, traits, forced: tools.forced, thoughtless }
  const thought = anthropicThinking(request, situation)
  const sampling = anthropicSampling(request.sampling, traits, thought.isThinking)
  const user = opaque(request.user)
  const format = formatOf(request, traits)
  const body = defined({
    model: placement.nativeId,
    max_tokens: limitOf(request, target, { traits, budget: thought.budget }),
    system: conversation.system || undefined,
    messages: conversation.messages,
    ...tools.fields,
    thinking: thought.thinking,
    output_config: outputOf(format, thought.effort),
    ...sampling.fields,
    metadata: user === undefined ? undefined : { user_id: user },
    stream: request.stream,
  })
  const features = featuresOf([
    ['format', request.format.type !== 'text' && format === undefined],
    ['reasoning', !thought.honoured],
    ['strictTools', tools.loose],
    ['toolChoice', tools.missed],
    ['user', user !== request.user],
    ...missing(request),
  ])
  return {
    text: toByteText(JSON.stringify(body)),
    dropped: droppedFields(request, [...features, ...sampling.missed]),
    stream: request.stream,
  }
}

/** Another model may be able to. */
function refuseBegun(
  { messages }: AnthropicConversation,
  request: ChatRequest,
  { prefill }: AnthropicTraits,
): void {
  if (prefill || messages.at(-1)?.role !== 'assistant') return
  const param = `messages[${request.messages.length - 1}]`
  const message = `${param}: the model chosen does not go on with an answer that was begun: the last message must be the user's.`
  throw new GatewayError('unsupported_content', message, { param })
}

interface Needs {
  readonly traits: AnthropicTraits
  readonly budget: number
}

/** Thoughts are part of the length: an answer that was to be short gets room beside them. */
function limitOf(
  { sampling: { maxTokens } }: ChatRequest,
  { placement, tokensIn = 0 }: CallTarget,
  { traits, budget }: Needs,
): number {
  if (maxTokens !== undefined) return maxTokens > budget ? maxTokens : maxTokens + budget
  const served = placement.facts.servedContext?.value ?? Number.POSITIVE_INFINITY
  const room = Math.max(served - tokensIn, LEAST_ROOM)
  return budget + Math.min(traits.usualLimit - (traits.claude ? budget : 0), room)
}

/** Undefined = the answer's form is the model's own. */
function formatOf({ format }: ChatRequest, { schemas }: AnthropicTraits): Json | undefined {
  if (format.type !== 'schema' || !schemas) return undefined
  const schema = anthropicSchema(format.schema)
  return schema === undefined ? undefined : { type: 'json_schema', schema }
}

function outputOf(format: Json | undefined, effort: string | undefined): Json | undefined {
  const config = defined({ effort, format })
  return Object.keys(config).length === 0 ? undefined : config
}

type Missed = readonly (readonly [Feature, boolean])[]

function featuresOf(missed: Missed): readonly Feature[] {
  return missed.flatMap(([feature, isMissed]) => (isMissed ? [feature] : []))
}

function missing({ choices, logprobs, sampling }: ChatRequest): Missed {
  return [
    ['choices', choices > 1],
    ['frequencyPenalty', (sampling.frequencyPenalty ?? 0) !== 0],
    ['logprobs', logprobs !== undefined],
    ['minP', (sampling.minP ?? 0) !== 0],
    ['presencePenalty', (sampling.presencePenalty ?? 0) !== 0],
    ['repeatPenalty', (sampling.repeatPenalty ?? 1) !== 1],
    ['seed', sampling.seed !== undefined],
  ]
}

/** Whom the client answers, unless that looks like an address or a telephone number: Anthropic refuses these. */
function opaque(user: string | undefined): string | undefined {
  if (user === undefined || user === '' || user.length > LONGEST_USER) return undefined
  return /@|^\+?[\d\s().-]{7,}$/.test(user) ? undefined : user
}
