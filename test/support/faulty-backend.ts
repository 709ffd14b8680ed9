import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import { faultOf } from './faults.ts'
import { jsonReply } from './raw-http.ts'

/** A misbehaving OpenAI-compatible backend on `http://127.0.0.1:PORT/MODE`. */
export interface FaultyBackend {
  readonly port: number
  readonly stats: FaultyStats
  readonly close: () => void
}

interface FaultyStats {
  /** Connections. */
  open: number
  /** POSTs, which misbehave. */
  requests: number
  readonly byMode: Record<string, number>
  /** GETs, which do not. */
  looks: number
}

interface RawRequest {
  readonly method: string
  readonly mode: string
  /** Behind the mode. */
  readonly path: string
}

const CLOSE = 'Connection: close\r\n'

/**
 * Starts the backend; the first path segment picks the fault. Only POSTs misbehave: `GET /MODE/v1/models` lists `ids`,
 * or the mode's own name when there are none, and every other GET is 404. A look leaves no connection behind, so that no
 * fault looks like that of an idle one.
 */
export async function startFaultyBackend(
  port = 0,
  ids: readonly string[] = [],
): Promise<FaultyBackend> {
  const sockets = new Set<Socket>()
  const stats: FaultyStats = { open: 0, requests: 0, byMode: {}, looks: 0 }
  const server = createServer((socket) => {
    sockets.add(socket)
    stats.open += 1
    socket.on('error', () => undefined)
    socket.on('close', () => {
      sockets.delete(socket)
      stats.open -= 1
    })
    onRequests(socket, (request) => answer(socket, request, { stats, ids }))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    stats,
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

/** Calls back for every request once its body is whole. */
function onRequests(socket: Socket, call: (request: RawRequest) => void): void {
  let received = ''
  socket.on('data', (data) => {
    received += data.toString('latin1')
    for (let end = endOfRequest(received); end > 0; end = endOfRequest(received)) {
      const request = readRequest(received)
      received = received.slice(end)
      call(request)
    }
  })
}

/** Where the first request ends, or 0 while some of it is missing. */
function endOfRequest(received: string): number {
  const headEnd = received.indexOf('\r\n\r\n')
  if (headEnd < 0) return 0
  const bodyStart = headEnd + 4
  const head = received.slice(0, headEnd)
  if (/transfer-encoding: chunked/i.test(head)) {
    const last = received.indexOf('\r\n0\r\n\r\n', headEnd + 2)
    return last < 0 ? 0 : last + 7
  }
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
  return received.length < bodyStart + length ? 0 : bodyStart + length
}

function readRequest(received: string): RawRequest {
  const [method = '', target = ''] = received.split(' ', 2)
  const [, mode = '', path = ''] = /^\/([^/?]*)([^?]*)/.exec(target) ?? []
  return { method, mode, path }
}

function answer(
  socket: Socket,
  request: RawRequest,
  { stats, ids }: { readonly stats: FaultyStats; readonly ids: readonly string[] },
): void {
  if (request.method === 'GET') {
    stats.looks += 1
    socket.write(look(request, ids))
    return
  }
  stats.requests += 1
  stats.byMode[request.mode] = (stats.byMode[request.mode] ?? 0) + 1
  Promise.resolve(faultOf(request.mode)(socket)).catch(() => undefined)
}

function look({ mode, path }: RawRequest, ids: readonly string[]): string {
  if (path !== '/v1/models') {
    return jsonReply('{"error":{"message":"not found"}}', '404 Not Found', CLOSE)
  }
  const data = (ids.length > 0 ? ids : [mode]).map((id) => ({
    id,
    object: 'model',
    created: 0,
    owned_by: 'faulty',
  }))
  return jsonReply(JSON.stringify({ object: 'list', data }), '200 OK', CLOSE)
}
