import { randomId } from '../../std/random-id.ts'
import type { Piece } from '../engine/answer.ts'
import type { Call } from '../engine/call.ts'
import { callsOf, textOf } from '../engine/collect.ts'
import type { FrameStream } from '../engine/frame-stream.ts'
import { openStream } from '../engine/frame-stream.ts'
import type { InputUsage } from './prompt-cache.ts'
import { signatureOf } from './signature.ts'

/** An answer on its way, with all that the reply tells of it. */
export interface Report {
  readonly model: string
  readonly input: InputUsage
  readonly pieces: readonly Piece[]
  readonly stopReason: string
  readonly stopSequence: string | null
  /** Thinking comes signed, but without its text. */
  readonly hidesThoughts: boolean
  /** The pieces at the pace at which the model writes them. */
  readonly drawn: AsyncIterable<Piece>
}

/** Named server-sent events as Anthropic writes them: block after block, each begun, filled and stopped. */
export async function replyEvents(call: Call, report: Report): Promise<void> {
  const stream = openStream(call, 'named-sse')
  const message = { ...messageOf(report), usage: { ...usageOf(report), output_tokens: 1 } }
  await stream.other({ type: 'message_start', message })
  let open: OpenBlock | undefined
  for await (const piece of report.drawn) {
    if (open === undefined || !open.holds(piece)) {
      await open?.stop()
      open = await startBlock(stream, report, { first: piece, index: (open?.index ?? -1) + 1 })
    }
    await open.add(piece)
  }
  await open?.stop()
  await stream.last({ type: 'message_delta', delta: endOf(report), usage: finalUsage(report) })
  await stream.last({ type: 'message_stop' })
  stream.end()
}

/** One JSON body as Anthropic writes it. */
export async function replyWhole(call: Call, report: Report): Promise<void> {
  for await (const _ of report.drawn);
  await call.answer({
    ...messageOf(report),
    content: contentOf(report),
    ...endOf(report),
    usage: { ...usageOf(report), ...finalUsage(report) },
  })
}

/** A block that is being streamed. */
interface OpenBlock {
  readonly index: number
  readonly holds: (piece: Piece) => boolean
  readonly add: (piece: Piece) => Promise<void>
  readonly stop: () => Promise<void>
}

interface Beginning {
  readonly first: Piece
  readonly index: number
}

async function startBlock(
  stream: FrameStream,
  report: Report,
  { first, index }: Beginning,
): Promise<OpenBlock> {
  const delta = (bits: object): object => ({ type: 'content_block_delta', index, delta: bits })
  const start = { type: 'content_block_start', index, content_block: emptyBlock(first) }
  await (first.kind === 'call' ? stream.content(start) : stream.other(start))
  if (index === 0) await stream.other({ type: 'ping' })
  if (first.kind === 'call') {
    await stream.other(delta({ type: 'input_json_delta', partial_json: '' }))
  }
  const silent = isSilent(report, first)
  return {
    index,
    holds: (piece) => nameOf(piece) === nameOf(first),
    add: async (piece) => {
      if (!silent) await stream.content(delta(bitsOf(piece)))
    },
    stop: async () => {
      if (first.kind === 'reasoning') {
        const signature = signatureOf(textOf(report.pieces, 'reasoning'))
        await stream.content(delta({ type: 'signature_delta', signature }))
      }
      await stream.other({ type: 'content_block_stop', index })
    },
  }
}

/** What the pieces of one block have in common. */
function nameOf(piece: Piece): string {
  return piece.kind === 'call' ? `call ${piece.index}` : piece.kind
}

/** Hidden thoughts have no deltas, nor has the input of a call without arguments. */
function isSilent(report: Report, first: Piece): boolean {
  if (first.kind === 'reasoning') return report.hidesThoughts
  if (first.kind !== 'call') return false
  return callsOf(report.pieces).find((call) => call.index === first.index)?.arguments === '{}'
}

function emptyBlock(piece: Piece): object {
  if (piece.kind === 'call') return toolUse(piece.name ?? '', {})
  if (piece.kind === 'text') return { type: 'text', text: '' }
  return { type: 'thinking', thinking: '', signature: '' }
}

function bitsOf(piece: Piece): object {
  if (piece.kind === 'text') return { type: 'text_delta', text: piece.text }
  if (piece.kind === 'reasoning') return { type: 'thinking_delta', thinking: piece.text }
  return { type: 'input_json_delta', partial_json: piece.text }
}

function contentOf({ pieces, hidesThoughts }: Report): readonly object[] {
  const thoughts = textOf(pieces, 'reasoning')
  const thinking = hidesThoughts ? '' : thoughts
  const text = textOf(pieces, 'text')
  return [
    ...(thoughts === '' ? [] : [{ type: 'thinking', thinking, signature: signatureOf(thoughts) }]),
    ...(text === '' ? [] : [{ type: 'text', text }]),
    ...callsOf(pieces).map((call) => toolUse(call.name, parsed(call.arguments))),
  ]
}

/** A call that was cut short has lost its input. */
function parsed(text: string): object {
  try {
    return JSON.parse(text) as object
  } catch {
    return {}
  }
}

function toolUse(name: string, input: object): object {
  return { type: 'tool_use', id: `toolu_${randomId(24)}`, name, input, caller: { type: 'direct' } }
}

function messageOf({ model }: Report): object {
  return {
    id: `msg_${randomId(24)}`,
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
  }
}

function endOf({ stopReason, stopSequence }: Report): object {
  return { stop_reason: stopReason, stop_sequence: stopSequence, stop_details: null }
}

function usageOf({ input }: Report): object {
  return {
    ...inputUsage(input),
    cache_creation: {
      ephemeral_5m_input_tokens: input.written,
      ephemeral_1h_input_tokens: 0,
    },
    service_tier: 'standard',
  }
}

function finalUsage({ input, pieces }: Report): object {
  const thought = pieces.filter((piece) => piece.kind === 'reasoning').length
  return {
    ...inputUsage(input),
    output_tokens: pieces.length,
    output_tokens_details: { thinking_tokens: thought },
  }
}

function inputUsage({ fresh, written, read }: InputUsage): object {
  return {
    input_tokens: fresh,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: read,
  }
}
