import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What came in: the parsed body, undefined when there was none. */
export interface ScriptedRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
}

/** A JSON value to answer 200 with, or a function that answers for itself. */
export type Scripted = object | ((request: ScriptedRequest, response: ServerResponse) => void)

export interface ScriptedServer {
  readonly url: string
  /** All requests so far, oldest first. */
  readonly requests: readonly ScriptedRequest[]
  /** What is answered, by path with its query; everything else is 404. May be changed at any time. */
  readonly script: Record<string, Scripted>
  close(): Promise<void>
}

/** A server on a free loopback port that answers as scripted. */
export async function scriptedServer(script: Record<string, Scripted>): Promise<ScriptedServer> {
  const requests: ScriptedRequest[] = []
  const server = createServer(async (incoming, response) => {
    const { method = '', url: path = '', headers } = incoming
    const text = (await incoming.toArray()).join('')
    const request = { method, path, headers, body: text === '' ? undefined : JSON.parse(text) }
    requests.push(request)
    const answer = script[path]
    if (typeof answer === 'function') answer(request, response)
    else sendJson(response, answer === undefined ? 404 : 200, answer ?? { error: 'no such path' })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    script,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}
