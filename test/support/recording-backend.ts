import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request exactly as it came in. */
interface RecordedRequest {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly bytes: Buffer
}

/** Answers a call; the parsed body is not known here, for it may be no JSON. */
export type Answering = (response: ServerResponse, request: RecordedRequest) => void

/** An OpenAI-compatible server that keeps the very bytes of what it is sent. */
export interface RecordingBackend {
  readonly url: string
  /** All chat and embedding requests so far, oldest first. */
  readonly calls: readonly RecordedRequest[]
  /** Headers of the last look at the list of models. */
  listHeaders(): IncomingMessage['headers']
  /** What the next calls are answered with; a whole answer to begin with. */
  answerWith(answering: Answering): void
  close(): Promise<void>
}

/** Starts one on a free port; `models` are the ids that it lists. */
export async function recordingBackend(models: readonly string[]): Promise<RecordingBackend> {
  const calls: RecordedRequest[] = []
  let listHeaders: IncomingMessage['headers'] = {}
  let answering = wholeAnswer({ content: 'hi' })
  const server = createServer(async (incoming, response) => {
    const { method, url: path = '', headers } = incoming
    const bytes = Buffer.concat(await incoming.toArray())
    if (method === 'GET') {
      listHeaders = headers
      const data = models.map((id) => ({ id, object: 'model' }))
      response.setHeader('content-type', 'application/json')
      response.writeHead(/^\/v1\/models(\?|$)/.test(path) ? 200 : 404).end(JSON.stringify({ data }))
      return
    }
    const request = { path, headers, bytes }
    calls.push(request)
    answering(response, request)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    listHeaders: () => listHeaders,
    answerWith: (next) => {
      answering = next
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Answers in one piece, with this message and usage. */
export function wholeAnswer(message: object, finish_reason = 'stop', more: object = {}): Answering {
  const body = JSON.stringify({
    id: 'up-1',
    object: 'chat.completion',
    created: 1,
    model: 'up',
    choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason }],
    usage: { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 },
    ...more,
  })
  return (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(body)
}

/** Sends these pieces as a body of server-sent events, then ends the response, or cuts the connection. */
export function streamAnswer(
  pieces: readonly (string | Buffer)[],
  { type = 'text/event-stream', end = 'end' }: { type?: string; end?: 'end' | 'cut' | 'open' } = {},
): Answering {
  return async (response) => {
    response.writeHead(200, { 'content-type': type })
    for (const piece of pieces) {
      response.write(piece)
      await new Promise((resolve) => setImmediate(resolve))
    }
    if (end === 'end') response.end()
    if (end === 'cut') response.destroy()
  }
}

/** One chunk as an event: `choices` from a delta, or any fields. */
export function chunkEvent(
  delta: object,
  finish_reason: string | null = null,
  more: object = {},
): string {
  const chunk = {
    id: 'up-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'up',
    choices: [{ index: 0, delta, finish_reason }],
    ...more,
  }
  return `data: ${JSON.stringify(chunk)}\n\n`
}

export const DONE_EVENT = 'data: [DONE]\n\n'
