import { z } from 'zod'
import { GatewayError } from '../../contracts/errors.ts'
import { invalidField } from '../../dialects/invalid-field.ts'
import { readJsonObject } from '../../dialects/json-body.ts'
import { openaiChat } from '../../dialects/openai-chat.ts'
import type { Question } from '../../serving/explain-choice.ts'
import { askedPolicy } from './asked-policy.ts'
import { knownFields } from './known-fields.ts'

const names = z.array(z.string().min(1).max(512)).max(1000).nullish()

const overridesShape = z.object({
  loaded: names,
  exclude: names,
  quality_preference: z.number().min(0).max(1).nullish(),
})

const ownShape = z.object({
  prompt: z.string().nullish(),
  policy: z.string().nullish(),
  session: z.string().min(1).max(512).nullish(),
  overrides: overridesShape.nullish(),
})

/** What a chat request may say that a decision depends on, besides its messages. */
const CHAT_FIELDS = [
  ...['model', 'models', 'max_latency', 'tools', 'tool_choice', 'response_format'],
  'max_tokens',
]
const FIELDS = ['prompt', 'messages', ...Object.keys(ownShape.shape).slice(1), ...CHAT_FIELDS]

/** What is asked about a request, from the body's bytes. Throws a GatewayError that names the field at fault. */
export function readQuestion(bytes: Buffer): Question {
  const { value } = readJsonObject(bytes)
  knownFields(value, FIELDS)
  const { overrides } = value
  if (typeof overrides === 'object' && overrides !== null) {
    knownFields(overrides, Object.keys(overridesShape.shape), 'overrides.')
  }
  const parsed = ownShape.safeParse(value)
  if (!parsed.success) throw invalidField(parsed.error)
  const { policy, session, overrides: supposed } = parsed.data
  const name = askedPolicy(policy)
  const request = openaiChat.decodeRequest(Buffer.from(JSON.stringify(chatBody(value))))
  const wishes = name === undefined ? request.wishes : { ...request.wishes, policy: name }
  return {
    request: { ...request, wishes },
    session: session ?? undefined,
    loaded: supposed?.loaded ?? undefined,
    exclude: supposed?.exclude ?? undefined,
    qualityPreference: supposed?.quality_preference ?? undefined,
  }
}

/** The chat request that a question is about, as a client would send it. */
function chatBody(value: Readonly<Record<string, unknown>>): object {
  const { prompt, messages } = value
  const isGiven = (field: unknown): boolean => field !== undefined && field !== null
  if (isGiven(prompt) === isGiven(messages)) {
    const what = isGiven(prompt) ? 'not both of them' : 'one of them'
    const message = `messages: send "messages" as for a chat, or one question as "prompt"; ${what}.`
    throw new GatewayError('invalid_request', message, { param: 'messages' })
  }
  const said = CHAT_FIELDS.map((name) => [name, value[name]] as const)
  const asked = isGiven(messages) ? messages : [{ role: 'user', content: prompt }]
  return { ...Object.fromEntries(said), messages: asked }
}
