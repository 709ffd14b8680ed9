import type { Fault } from './faults.ts'
import { chunk, GOOD_ANSWER, jsonReply, LAST_CHUNK, SSE_HEAD, sleep, token } from './raw-http.ts'

/** Connections that break, and HTTP that is none. */
export const CONNECTION_FAULTS = {
  accept_then_close: (socket) => {
    socket.end()
  },
  accept_then_rst: (socket) => {
    socket.resetAndDestroy()
  },
  never_answers: () => undefined,
  partial_status_line: async (socket) => {
    socket.write('HTTP/1.1 20')
    await sleep(50)
    socket.end()
  },
  slowloris_headers: async (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n')
    for (let i = 0; i < 100 && !socket.destroyed; i += 1) {
      await sleep(100)
      socket.write(`X-A${i}: b\r\n`)
    }
  },
  headers_then_silence: (socket) => {
    socket.write(SSE_HEAD)
  },
  rst_mid_stream: async (socket) => {
    socket.write(SSE_HEAD + token('t0'))
    await sleep(50)
    socket.resetAndDestroy()
  },
  fin_mid_stream_chunked: async (socket) => {
    socket.write(SSE_HEAD + token('t0'))
    await sleep(50)
    socket.end()
  },
  fin_mid_event: async (socket) => {
    socket.write(SSE_HEAD + chunk('data: {"choices":[{"del'))
    await sleep(50)
    socket.end()
  },
  short_body_cl: async (socket) => {
    socket.write(
      'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"id":',
    )
    await sleep(50)
    socket.end()
  },
  long_body_cl: (socket) => {
    socket.write(
      'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}EXTRA',
    )
  },
  cl_and_te: (socket) => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n'
    socket.write(head + chunk('hello') + LAST_CHUNK)
  },
  two_cl: (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello')
  },
  bad_chunk_size: (socket) => {
    socket.write(`${SSE_HEAD}zz\r\nhello\r\n`)
  },
  junk: (socket) => {
    socket.write('SSH-2.0-OpenSSH_9.2\r\n')
  },
  tls_alert: (socket) => {
    socket.write(Buffer.from([0x15, 3, 1, 0, 2, 2, 40]))
  },
  huge_header: (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nX-Big: ${'A'.repeat(64 * 1024)}\r\n\r\n`)
  },
  many_headers: (socket) => {
    const headers = Array.from({ length: 900 }, (_, i) => `a${i}: b\r\n`).join('')
    socket.write(`HTTP/1.1 200 OK\r\n${headers}Content-Length: 2\r\n\r\n{}`)
  },
  header_newline: (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nX-A: b\nSet-Cookie: x=1\r\nContent-Length: 2\r\n\r\n{}')
  },
  early_hints_flood: (socket) => {
    for (let i = 0; i < 50; i += 1) {
      socket.write('HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n')
    }
    socket.write(jsonReply(GOOD_ANSWER))
  },
  unsolicited_response: (socket) => {
    socket.write(jsonReply(GOOD_ANSWER) + jsonReply('{"id":"POISON"}'))
  },
} as const satisfies Readonly<Record<string, Fault>>
