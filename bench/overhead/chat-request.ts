import type { Speech } from './cells.ts'

const PROSE =
  'The harbour was quiet before the ferry came in, and the gulls had the quay to themselves. ' +
  'A clerk counted crates of oranges twice, wrote the number down, and then counted them again. ' +
  'Explain in a few sentences why a careful count matters when the buyer is in another town. '

/** What a request of the benchmark asks for; all programs are sent the same bytes. */
export interface ChatShape {
  /** Chat completions by default. */
  readonly speech?: Speech
  readonly stream: boolean
  /** Size of the JSON body in bytes, of a chat request; a Messages request has the same prompt. */
  readonly bytes: number
  /** Put before the prose of the prompt: orders to the mock backend. */
  readonly order?: string
}

const SYSTEM = 'You are a helpful assistant.'

/** A whole HTTP/1.1 chat request, made once so that sending it again costs one write. */
export function chatRequest({ speech = 'chat', stream, bytes, order = '' }: ChatShape): Buffer {
  const room = bytes - chatBody(stream, order).length
  const prose = PROSE.repeat(Math.max(0, Math.ceil(room / PROSE.length))).slice(0, room)
  return speech === 'chat'
    ? post('/v1/chat/completions', chatBody(stream, order + prose))
    : post('/v1/messages', messagesBody(stream, order + prose), 'anthropic-version: 2023-06-01\r\n')
}

function post(path: string, body: string, more = ''): Buffer {
  const head =
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${more}` +
    `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`
  return Buffer.from(head + body, 'latin1')
}

function chatBody(stream: boolean, prompt: string): string {
  return JSON.stringify({
    model: 'smarterrouter/main',
    ...(stream && { stream }),
    messages: [
      { role: 'system', content: SYSTEM },
      { role: 'user', content: prompt },
    ],
  })
}

function messagesBody(stream: boolean, prompt: string): string {
  return JSON.stringify({
    model: 'smarterrouter/main',
    max_tokens: 1_024,
    ...(stream && { stream }),
    system: SYSTEM,
    messages: [{ role: 'user', content: prompt }],
  })
}
