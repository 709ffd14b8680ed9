import { randomId } from '../../std/random-id.ts'
import type { Answer, Piece } from '../engine/answer.ts'
import type { Call } from '../engine/call.ts'
import { callsOf, textOf } from '../engine/collect.ts'
import { openStream } from '../engine/frame-stream.ts'
import { tokenLogprobs } from '../engine/openai-prompt.ts'

/** An answer on its way, with all that the reply tells of it. */
export interface Report {
  /** The id that the client used. */
  readonly model: string
  readonly said: Answer
  /** Of the prompt. */
  readonly tokens: number
  /** How many alternatives; each says the same. */
  readonly choices: number
  readonly wantsUsage: boolean
  /** Undefined: no log probabilities. */
  readonly topLogprobs: number | undefined
  readonly reasoningField: string
  readonly pieces: AsyncIterable<Piece>
}

/** Server-sent events as OpenAI writes them: the alternatives take turns, usage comes alone and last. */
export async function replyFrames(call: Call, report: Report): Promise<void> {
  const stream = openStream(call, 'sse')
  const chunk = chunkWriter(report)
  const indexes = Array.from({ length: report.choices }, (_, index) => index)
  for (const index of indexes) {
    await stream.other(chunk(index, { role: 'assistant', content: '', refusal: null }))
  }
  for await (const piece of report.pieces) {
    for (const index of indexes) {
      for (const delta of deltasOf(piece, report)) {
        await stream.content(chunk(index, delta, logprobsOf([piece], report)))
      }
    }
  }
  for (const index of indexes) {
    await stream.last(chunk(index, {}, null, report.said.finish))
  }
  if (report.wantsUsage) {
    await stream.last({ ...chunk(0, {}), choices: [], usage: usageOf(report) })
  }
  await stream.last('[DONE]')
  stream.end()
}

/** One JSON body as OpenAI writes it. */
export async function replyWhole(call: Call, report: Report): Promise<void> {
  for await (const _ of report.pieces);
  await call.answer({
    id: `chatcmpl-${randomId(24)}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model: report.model,
    choices: Array.from({ length: report.choices }, (_, index) => ({
      index,
      message: messageOf(report),
      logprobs: logprobsOf(report.said.pieces, report),
      finish_reason: report.said.finish,
    })),
    usage: usageOf(report),
    system_fingerprint: FINGERPRINT,
  })
}

const FINGERPRINT = 'fp_simulated'

type ChunkWriter = (
  index: number,
  delta: object,
  logprobs?: object | null,
  finish?: string,
) => object

function chunkWriter(report: Report): ChunkWriter {
  const id = `chatcmpl-${randomId(24)}`
  const created = Math.floor(Date.now() / 1000)
  return (index, delta, logprobs = null, finish) => ({
    id,
    object: 'chat.completion.chunk',
    created,
    model: report.model,
    system_fingerprint: FINGERPRINT,
    choices: [{ index, delta, logprobs, finish_reason: finish ?? null }],
    ...(report.wantsUsage ? { usage: null } : {}),
  })
}

/** A call's name comes in a frame of its own, before its arguments. */
function deltasOf(piece: Piece, report: Report): readonly object[] {
  if (piece.kind !== 'call') {
    return [{ [piece.kind === 'text' ? 'content' : report.reasoningField]: piece.text }]
  }
  const { index, name, text } = piece
  const part = { tool_calls: [{ index, function: { arguments: text } }] }
  if (name === undefined) return [part]
  const start = {
    index,
    id: `call_${randomId(24)}`,
    type: 'function',
    function: { name, arguments: '' },
  }
  return [{ tool_calls: [start] }, part]
}

function messageOf(report: Report): object {
  const { pieces } = report.said
  const reasoning = textOf(pieces, 'reasoning')
  const text = textOf(pieces, 'text')
  const calls = callsOf(pieces).map(({ name, arguments: args }) => ({
    id: `call_${randomId(24)}`,
    type: 'function',
    function: { name, arguments: args },
  }))
  return {
    role: 'assistant',
    content: text === '' && calls.length > 0 ? null : text,
    refusal: null,
    ...(reasoning === '' ? {} : { [report.reasoningField]: reasoning }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  }
}

function logprobsOf(pieces: readonly Piece[], report: Report): object | null {
  const top = report.topLogprobs
  if (top === undefined) return null
  const texts = pieces.filter((piece) => piece.kind === 'text')
  return { content: texts.map((piece) => tokenLogprobs(piece.text, top)), refusal: null }
}

function usageOf(report: Report): object {
  const written = report.said.pieces.length * report.choices
  const thought = report.said.pieces.filter((piece) => piece.kind === 'reasoning').length
  return {
    prompt_tokens: report.tokens,
    completion_tokens: written,
    total_tokens: report.tokens + written,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: thought * report.choices },
  }
}
