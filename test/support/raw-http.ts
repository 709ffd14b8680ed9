import type { Socket } from 'node:net'

/** The head of a streamed answer. */
export const SSE_HEAD =
  'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n'

/** What ends a chunked body. */
export const LAST_CHUNK = '0\r\n\r\n'

/** The last event of an OpenAI stream, as a chunk. */
export const DONE = chunk('data: [DONE]\n\n')

/** The event that finishes an answer, as a chunk. */
export const FINISH = event(completionChunk({}, 'stop'))

/** A whole and healthy OpenAI answer. */
export const GOOD_ANSWER = JSON.stringify({
  id: 'x',
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content: 'hi' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
})

/** Text as one chunk of a chunked body. */
export function chunk(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`
}

/** A value as a server-sent event in a chunk of its own. */
export function event(value: object): string {
  return chunk(`data: ${JSON.stringify(value)}\n\n`)
}

/** An event that brings a piece of text, as a chunk. */
export function token(text: string): string {
  return event(completionChunk({ content: text }, null))
}

/** A complete answer of JSON text; `headers` are whole lines. */
export function jsonReply(body: string, status = '200 OK', headers = ''): string {
  const length = Buffer.byteLength(body)
  return `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\n${headers}Content-Length: ${length}\r\n\r\n${body}`
}

/** Waits so many milliseconds. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Writes, and waits while the peer does not read. */
export async function writeAtItsPace(socket: Socket, text: string): Promise<void> {
  if (socket.write(text)) return
  await new Promise<void>((resolve) => {
    const settle = (): void => {
      socket.off('drain', settle)
      socket.off('close', settle)
      resolve()
    }
    socket.on('drain', settle)
    socket.on('close', settle)
  })
}

function completionChunk(delta: object, finishReason: string | null): object {
  return {
    id: 'c1',
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: finishReason }],
  }
}
