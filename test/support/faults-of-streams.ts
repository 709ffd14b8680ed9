import type { Socket } from 'node:net'
import type { Fault } from './faults.ts'
import {
  chunk,
  DONE,
  event,
  FINISH,
  LAST_CHUNK,
  SSE_HEAD,
  sleep,
  token,
  writeAtItsPace,
} from './raw-http.ts'

/** Streams that stall, lie, or end wrongly, beside the one that is well (`ok`). */
export const STREAM_FAULTS = {
  ok: goodStream,
  one_token_then_silence: (socket) => {
    socket.write(SSE_HEAD + token('t0'))
  },
  comments_forever: async (socket) => {
    socket.write(SSE_HEAD)
    while (!socket.destroyed) {
      socket.write(chunk(': keep-alive\n\n'))
      await sleep(100)
    }
  },
  clean_end_no_done: (socket) => {
    socket.write(SSE_HEAD + token('t0') + LAST_CHUNK)
  },
  clean_end_no_finish: (socket) => {
    socket.write(SSE_HEAD + token('t0') + DONE + LAST_CHUNK)
  },
  close_delimited: async (socket) => {
    socket.write(
      'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n' +
        'data: {"id":"c1","object":"chat.completion.chunk","choices":' +
        '[{"index":0,"delta":{"content":"t0"},"finish_reason":null}]}\n\n',
    )
    await sleep(50)
    socket.end()
  },
  sse_error_event: (socket) => {
    const error = event({ error: { message: 'ctx exceeded', code: 400 } })
    socket.write(SSE_HEAD + error + DONE + LAST_CHUNK)
  },
  sse_error_after_tokens: (socket) => {
    const error = event({ error: { message: 'cuda oom' } })
    socket.write(SSE_HEAD + token('t0') + error + LAST_CHUNK)
  },
  sse_bad_json_once: (socket) => {
    const bad = chunk('data: {"choices":[{"delta":{"content":"x"\n\n')
    socket.write(SSE_HEAD + token('t0') + bad + token('t1') + FINISH + DONE + LAST_CHUNK)
  },
  sse_split_utf8: (socket) => {
    socket.write(SSE_HEAD)
    const text = token('\u{1F600}é').split('\r\n')[1] ?? ''
    for (const byte of Buffer.from(text)) {
      socket.write(Buffer.concat([Buffer.from('1\r\n'), Buffer.from([byte]), Buffer.from('\r\n')]))
    }
    socket.write(FINISH + DONE + LAST_CHUNK)
  },
  sse_crlf_bom_multiline: (socket) => {
    const first =
      '\ufeffevent: message\r\nid: 1\r\nretry: 5\r\ndata: {"choices":[{"index":0,\r\n' +
      'data: "delta":{"content":"x"},"finish_reason":null}]}\r\n\r\n'
    socket.write(SSE_HEAD + chunk(first) + chunk('data:[DONE]\r\n\r\n') + LAST_CHUNK)
  },
  sse_giant_line: async (socket) => {
    socket.write(SSE_HEAD + chunk('data: "'))
    const piece = chunk('A'.repeat(65_536))
    for (let i = 0; i < 1024 && !socket.destroyed; i += 1) await writeAtItsPace(socket, piece)
  },
  sse_after_done: (socket) => {
    socket.write(SSE_HEAD + token('t0') + FINISH + DONE + token('GHOST') + LAST_CHUNK)
  },
  ndjson_instead: (socket) => {
    socket.write(
      'HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n' +
        chunk('{"message":{"content":"x"},"done":false}\n') +
        chunk('{"error":"boom"}\n') +
        LAST_CHUNK,
    )
  },
  sse_when_json_asked: goodStream,
} as const satisfies Readonly<Record<string, Fault>>

function goodStream(socket: Socket): void {
  socket.write(SSE_HEAD)
  for (const text of ['t0', 't1', 't2']) socket.write(token(text))
  socket.write(FINISH + DONE + LAST_CHUNK)
}
