import { randomId } from '../../std/random-id.ts'
import type { Answer, Piece } from '../engine/answer.ts'
import type { Call } from '../engine/call.ts'
import { callsOf, textOf } from '../engine/collect.ts'
import { openStream } from '../engine/frame-stream.ts'
import { tokenLogprobs } from '../engine/openai-prompt.ts'
import { BUILD } from './listing.ts'

/** An answer on its way, with all that the reply tells of it. */
export interface Report {
  readonly model: string
  readonly said: Answer
  /** Of the prompt. */
  readonly tokens: number
  readonly wantsUsage: boolean
  readonly wantsProgress: boolean
  /** Undefined: no log probabilities. */
  readonly topLogprobs: number | undefined
  /** Reads the prompt; `pieces` may be drawn after it. */
  readonly read: () => Promise<void>
  readonly pieces: AsyncIterable<Piece>
  readonly timings: () => object
}

/** Server-sent events as llama.cpp writes them: the first leaves before the prompt is read. */
export async function replyFrames(call: Call, report: Report): Promise<void> {
  const chunk = chunkWriter(report)
  const delta = (bits: object, more: object = {}): object =>
    chunk({ choices: [{ finish_reason: null, index: 0, delta: bits, ...more }] })
  const opening = delta({ role: 'assistant', content: null })
  const stream = openStream(call, 'sse', { 'x-accel-buffering': 'no' })
  if (report.wantsProgress) {
    const began = performance.now()
    await stream.other({ ...opening, prompt_progress: progress(report, 0, 0) })
    await report.read()
    const ms = Math.round(performance.now() - began)
    await stream.other({ ...opening, prompt_progress: progress(report, report.tokens, ms) })
    await stream.other(opening)
  } else {
    await stream.other(opening)
    await report.read()
  }
  for await (const piece of report.pieces) {
    await stream.content(delta(deltaOf(piece), logprobsOf(piece, report)))
  }
  const finish = { finish_reason: report.said.finish, index: 0, delta: {} }
  const timings = report.timings()
  await stream.last(chunk({ choices: [finish] }, report.wantsUsage ? {} : { timings }))
  if (report.wantsUsage) {
    await stream.last(chunk({ choices: [] }, { usage: usageOf(report), timings }))
  }
  await stream.last('[DONE]')
  stream.end()
}

/** One JSON body as llama.cpp writes it. */
export async function replyWhole(call: Call, report: Report): Promise<void> {
  await report.read()
  for await (const _ of report.pieces);
  const reasoning = textOf(report.said.pieces, 'reasoning')
  const calls = callsOf(report.said.pieces).map(({ name, arguments: args }) => ({
    type: 'function',
    function: { name, arguments: args },
    id: randomId(32),
  }))
  const message = {
    role: 'assistant',
    content: textOf(report.said.pieces, 'text'),
    ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  }
  await call.answer({
    choices: [{ finish_reason: report.said.finish, index: 0, message, ...wholeLogprobs(report) }],
    created: Math.floor(Date.now() / 1000),
    model: report.model,
    system_fingerprint: BUILD,
    object: 'chat.completion',
    usage: usageOf(report),
    id: `chatcmpl-${randomId(32)}`,
    timings: report.timings(),
  })
}

function chunkWriter(report: Report): (choices: object, more?: object) => object {
  const id = `chatcmpl-${randomId(32)}`
  return (choices, more = {}) => ({
    ...choices,
    created: Math.floor(Date.now() / 1000),
    id,
    model: report.model,
    system_fingerprint: BUILD,
    object: 'chat.completion.chunk',
    ...more,
  })
}

function progress(report: Report, processed: number, ms: number): object {
  return { total: report.tokens, cache: 0, processed, time_ms: ms }
}

function deltaOf(piece: Piece): object {
  if (piece.kind !== 'call') {
    return { [piece.kind === 'text' ? 'content' : 'reasoning_content']: piece.text }
  }
  const { index, name, text } = piece
  if (name === undefined) return { tool_calls: [{ index, function: { arguments: text } }] }
  const call = { index, id: randomId(32), type: 'function', function: { name, arguments: text } }
  return { tool_calls: [call] }
}

function logprobsOf(piece: Piece, report: Report): object {
  if (report.topLogprobs === undefined || piece.kind !== 'text') return {}
  return { logprobs: { content: [tokenLogprobs(piece.text, report.topLogprobs)] } }
}

function wholeLogprobs(report: Report): object {
  const top = report.topLogprobs
  if (top === undefined) return {}
  const texts = report.said.pieces.filter((piece) => piece.kind === 'text')
  return { logprobs: { content: texts.map((piece) => tokenLogprobs(piece.text, top)) } }
}

function usageOf(report: Report): object {
  return {
    completion_tokens: report.said.pieces.length,
    prompt_tokens: report.tokens,
    total_tokens: report.said.pieces.length + report.tokens,
    prompt_tokens_details: { cached_tokens: 0 },
  }
}
