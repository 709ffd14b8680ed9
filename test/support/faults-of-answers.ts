import type { Socket } from 'node:net'
import { promisify } from 'node:util'
import { gzip as gzipWithCallback } from 'node:zlib'
import type { Fault } from './faults.ts'
import { chunk, GOOD_ANSWER, jsonReply, writeAtItsPace } from './raw-http.ts'

const gzip = promisify(gzipWithCallback)
/** Packed once, off the event loop: the tests' own server may share this process. */
let bomb: Promise<Buffer> | undefined

/** Whole answers: wrong statuses, wrong encodings, wrong contents, beside the one that is well (`okjson`). */
export const ANSWER_FAULTS = {
  okjson: goodAnswer,
  json_when_stream_asked: goodAnswer,
  redirect_internal: (socket) => {
    socket.write(
      'HTTP/1.1 307 T\r\nLocation: http://127.0.0.1:1/secret\r\nContent-Length: 0\r\n\r\n',
    )
  },
  status_200_error_json: (socket) => {
    socket.write(jsonReply('{"error":{"message":"model crashed","type":"server_error"}}'))
  },
  status_200_html: (socket) => {
    socket.write(
      'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>',
    )
  },
  gzip_unasked: async (socket) => {
    gzipReply(socket, await gzip(GOOD_ANSWER))
  },
  gzip_bomb: async (socket) => {
    bomb ??= gzip(Buffer.alloc(200 * 1024 * 1024))
    gzipReply(socket, await bomb)
  },
  gzip_chain: (socket) => {
    const encodings = Array.from({ length: 50 }, () => 'gzip').join(', ')
    socket.write(jsonReply('{}', '200 OK', `Content-Encoding: ${encodings}\r\n`))
  },
  infinite_body: async (socket) => {
    socket.write(
      'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
    )
    const piece = chunk(' '.repeat(65_536))
    while (!socket.destroyed) {
      await writeAtItsPace(socket, piece)
      await new Promise(setImmediate)
    }
  },
  s429: (socket) => {
    const body = '{"error":{"message":"slow down","type":"rate_limit"}}'
    socket.write(jsonReply(body, '429 T', 'Retry-After: 2\r\n'))
  },
  s429_absurd: (socket) => {
    socket.write('HTTP/1.1 429 T\r\nRetry-After: 99999999\r\nContent-Length: 0\r\n\r\n')
  },
  s503: (socket) => {
    socket.write('HTTP/1.1 503 S\r\nContent-Length: 0\r\n\r\n')
  },
  s401: (socket) => {
    socket.write('HTTP/1.1 401 U\r\nContent-Length: 0\r\n\r\n')
  },
} as const satisfies Readonly<Record<string, Fault>>

function goodAnswer(socket: Socket): void {
  socket.write(jsonReply(GOOD_ANSWER))
}

function gzipReply(socket: Socket, packed: Buffer): void {
  socket.write(
    'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n' +
      `Content-Length: ${packed.length}\r\n\r\n`,
  )
  socket.write(packed)
}
