import type { Answer, Prompt } from '../engine/answer.ts'
import { answer } from '../engine/answer.ts'
import type { Call } from '../engine/call.ts'
import type { SimulatedModel } from '../engine/description.ts'
import { readPrompt, write } from '../engine/pace.ts'
import { asObject, asText } from '../engine/read.ts'
import type { Anthropic } from './anthropic.ts'
import { enter, findModel } from './anthropic.ts'
import type { Part } from './anthropic-prompt.ts'
import { readAnthropicPrompt, readParts } from './anthropic-prompt.ts'
import type { MessagesBody } from './body.ts'
import { knownFields } from './body.ts'
import { checkMessages } from './check-messages.ts'
import { checkOptions } from './check-options.ts'
import { checkTools } from './check-tools.ts'
import { refuseExtras, requireFields } from './fields.ts'
import type { Report } from './message-reply.ts'
import { replyEvents, replyWhole } from './message-reply.ts'
import { readThrough, tokensOf } from './prompt-cache.ts'
import { invalid } from './refuse.ts'
import { isNewest } from './version.ts'

/** `POST /v1/messages`. */
export async function createMessage(anthropic: Anthropic, call: Call): Promise<void> {
  const asked = readRequest(anthropic, call, false)
  const { model, tokens } = asked
  if (tokens > model.servedContext) {
    throw invalid(`prompt is too long: ${tokens} tokens > ${model.servedContext} maximum`)
  }
  const release = await enter(anthropic, model, call)
  try {
    await talk(anthropic, call, asked)
  } finally {
    release()
  }
}

/** `POST /v1/messages/count_tokens`. */
export function countTokens(anthropic: Anthropic, call: Call): void {
  call.reply(200, { input_tokens: readRequest(anthropic, call, true).tokens })
}

interface Asked {
  readonly body: MessagesBody
  readonly model: SimulatedModel
  readonly parts: readonly Part[]
  /** Of the prompt. */
  readonly tokens: number
}

function readRequest(anthropic: Anthropic, call: Call, counting: boolean): Asked {
  const body: MessagesBody = call.body
  const beta = call.request.headers['anthropic-beta'] !== undefined
  requireFields(body, counting ? ['model', 'messages'] : ['model', 'max_tokens', 'messages'])
  const newest = isNewest(call)
  refuseExtras(body, knownFields({ counting, beta, newest }))
  const model = findModel(anthropic, asText(body.model) ?? '')
  refuseAsDescribed(anthropic.state.description.refuses, body)
  checkOptions(body, model)
  checkTools(body)
  checkMessages(body, { model, newest })
  const parts = readParts(body)
  return { body, model, parts, tokens: tokensOf(model, parts) }
}

/** Newer models refuse what older ones take: sampling, or one way to think. */
function refuseAsDescribed(refuses: readonly string[], body: MessagesBody): void {
  const { type } = asObject<{ type: string }>(body.thinking)
  if (refuses.includes(`thinking.${String(type)}`)) {
    throw invalid(`"thinking.type.${String(type)}" is not supported for this model.`)
  }
  const field = refuses.find((name) => name in body)
  if (field !== undefined) throw invalid(`\`${field}\` is deprecated for this model.`)
}

async function talk(anthropic: Anthropic, call: Call, asked: Asked): Promise<void> {
  const { body, model, parts, tokens } = asked
  const { display } = asObject<{ display: string }>(body.thinking)
  const { type, disable_parallel_tool_use: alone } = asObject<{
    type: string
    disable_parallel_tool_use: boolean
  }>(body.tool_choice)
  const prompt = readAnthropicPrompt(body)
  const room = model.servedContext - tokens
  const said = compose(model, prompt, { room, calls: type !== 'none' && alone === true ? 1 : MANY })
  const input = readThrough(anthropic.cache, model, { body, parts })
  await readPrompt(anthropic.state, model, { tokens: tokens - input.read, call })
  const report: Report = {
    model: model.name,
    input,
    ...said,
    hidesThoughts: display === 'omitted',
    drawn: write(anthropic.state, model, { pieces: said.pieces, call }),
  }
  await (body.stream === true ? replyEvents(call, report) : replyWhole(call, report))
}

const MANY = Number.POSITIVE_INFINITY

interface Limits {
  /** Tokens left in the context. */
  readonly room: number
  /** The most calls. */
  readonly calls: number
}

/** What the model says within its limits, and why it stops. */
function compose(
  model: SimulatedModel,
  prompt: Prompt,
  { room, calls }: Limits,
): Pick<Report, 'pieces' | 'stopReason' | 'stopSequence'> {
  const said = answer(model, { ...prompt, maxTokens: MANY })
  const pieces = said.pieces.filter((piece) => piece.kind !== 'call' || piece.index < calls)
  const most = Math.min(prompt.maxTokens, room)
  if (pieces.length <= most) return { pieces, ...endOf(said) }
  return {
    pieces: pieces.slice(0, most),
    stopReason: room < prompt.maxTokens ? 'model_context_window_exceeded' : 'max_tokens',
    stopSequence: null,
  }
}

function endOf(said: Answer): Pick<Report, 'stopReason' | 'stopSequence'> {
  if (said.finish === 'tool_calls') return { stopReason: 'tool_use', stopSequence: null }
  if (said.stopped === undefined) return { stopReason: 'end_turn', stopSequence: null }
  return { stopReason: 'stop_sequence', stopSequence: said.stopped }
}
