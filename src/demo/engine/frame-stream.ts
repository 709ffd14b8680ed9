import { once } from 'node:events'
import type { Call } from './call.ts'
import { asObject } from './read.ts'
import { Played } from './refusal.ts'

/** An answer of many frames. Where a failure was ordered, these functions play it and throw `Played`. */
export interface FrameStream {
  /** A frame that brings something of the answer. */
  readonly content: (frame: object) => Promise<void>
  /** A frame that says nothing yet: the opening role, progress. */
  readonly other: (frame: object) => Promise<void>
  /** A frame that ends the answer: finish, usage, `[DONE]`. */
  readonly last: (frame: object | string) => Promise<void>
  readonly end: () => void
}

type FrameKind = keyof typeof CONTENT_TYPES

/**
 * An answer of many frames: newline-delimited JSON, server-sent events, or such events named after each frame's `type`.
 * Its headers leave with the first one.
 */
export function openStream(
  call: Call,
  kind: FrameKind,
  headers: Readonly<Record<string, string>> = {},
): FrameStream {
  call.response.writeHead(200, { 'content-type': CONTENT_TYPES[kind], ...headers })
  let sent = 0
  const send = (frame: object | string): Promise<void> => write(call, encode(kind, frame))
  return {
    content: async (frame) => {
      if (sent >= (call.fault?.after ?? 1)) await play(call, send)
      sent += 1
      await send(frame)
    },
    other: send,
    last: async (frame) => {
      await play(call, send)
      if (call.fault?.mode !== 'no_finish') await send(frame)
    },
    end: () => call.response.end(),
  }
}

const CONTENT_TYPES = {
  ndjson: 'application/x-ndjson',
  sse: 'text/event-stream',
  'named-sse': 'text/event-stream; charset=utf-8',
}

function encode(kind: FrameKind, frame: object | string): string {
  const text = typeof frame === 'string' ? frame : JSON.stringify(frame)
  if (kind === 'ndjson') return `${text}\n`
  const { type } = asObject<{ type: string }>(frame)
  return kind === 'sse' ? `data: ${text}\n\n` : `event: ${type}\ndata: ${text}\n\n`
}

async function play(call: Call, send: (frame: object) => Promise<void>): Promise<void> {
  switch (call.fault?.mode) {
    case 'hang_mid_stream':
      call.response.flushHeaders()
      return call.hang()
    case 'cut_mid_stream':
      call.response.flushHeaders()
      return call.cut()
    case 'error_mid_stream':
      await send(call.failure(call.orderedMessage(), call.fault.status))
      call.response.end()
      throw new Played()
    default:
  }
}

async function write(call: Call, text: string): Promise<void> {
  if (!call.response.write(text)) await once(call.response, 'drain', { signal: call.signal })
}
