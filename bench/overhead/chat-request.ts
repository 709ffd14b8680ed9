const PROSE =
  'The harbour was quiet before the ferry came in, and the gulls had the quay to themselves. ' +
  'A clerk counted crates of oranges twice, wrote the number down, and then counted them again. ' +
  'Explain in a few sentences why a careful count matters when the buyer is in another town. '

/** What a request of the benchmark asks for; all programs are sent the same bytes. */
export interface ChatShape {
  readonly stream: boolean
  /** Size of the JSON body in bytes. */
  readonly bytes: number
  /** Put before the prose of the prompt: orders to the mock backend. */
  readonly order?: string
}

/** A whole HTTP/1.1 chat request, made once so that sending it again costs one write. */
export function chatRequest({ stream, bytes, order = '' }: ChatShape): Buffer {
  const room = bytes - chatBody(stream, order).length
  const prose = PROSE.repeat(Math.max(0, Math.ceil(room / PROSE.length))).slice(0, room)
  const body = chatBody(stream, order + prose)
  const head =
    'POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\n' +
    `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`
  return Buffer.from(head + body, 'latin1')
}

function chatBody(stream: boolean, prompt: string): string {
  return JSON.stringify({
    model: 'smarterrouter/main',
    ...(stream && { stream }),
    messages: [
      { role: 'system', content: 'You are a helpful assistant.' },
      { role: 'user', content: prompt },
    ],
  })
}
