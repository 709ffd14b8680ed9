import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'

/** A client of its own connection that can leave at any moment, or read as slowly as it likes. */
export interface ClientRequest {
  /** Head and body; rejects when the client left before. */
  readonly response: Promise<IncomingMessage>
  /** Destroys the connection. */
  leave(): void
}

/** Posts JSON; nothing of the answer is read until the test reads it. */
export function clientRequest(
  url: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): ClientRequest {
  const sent = request(url, {
    agent: false,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
  })
  const response = once(sent, 'response').then(([message]) => {
    const incoming = message as IncomingMessage
    incoming.on('error', () => undefined)
    return incoming
  })
  response.catch(() => undefined)
  sent.on('error', () => undefined)
  sent.end(JSON.stringify(body))
  return { response, leave: () => sent.destroy() }
}

/** Reads until the text holds `wanted` and gives all of it so far; the stream goes on flowing. */
export async function readUntil(response: IncomingMessage, wanted: string): Promise<string> {
  let text = ''
  response.setEncoding('utf8')
  return new Promise((resolve, reject) => {
    response.on('data', (piece: string) => {
      text += piece
      if (text.includes(wanted)) resolve(text)
    })
    response.on('close', () => reject(new Error(`It ended without "${wanted}": ${text}`)))
  })
}
