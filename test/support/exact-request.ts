import { type RequestOptions, request } from 'node:http'
import { text } from 'node:stream/consumers'

export interface ExactAnswer {
  readonly status: number | undefined
  readonly body: string
  /** The server asked for the body first. */
  readonly continued: boolean
}

/**
 * A request whose path is sent as it is and whose body goes out in these pieces; with `expect: 100-continue` the body
 * waits until it is asked for.
 */
export function exactRequest(
  url: string,
  options: RequestOptions,
  pieces: readonly (string | Buffer)[] = [],
): Promise<ExactAnswer> {
  const { hostname, port } = new URL(url)
  const headers = { 'content-type': 'application/json', ...(options.headers as object) }
  return new Promise((resolve, reject) => {
    let continued = false
    const sent = request({ hostname, port, ...options, headers }, (response) => {
      text(response).then(
        (body) => resolve({ status: response.statusCode, body, continued }),
        reject,
      )
    })
    const send = (): void => {
      for (const piece of pieces) sent.write(piece)
      sent.end()
    }
    sent.on('error', reject)
    sent.on('continue', () => {
      continued = true
      send()
    })
    if ('expect' in headers) sent.flushHeaders()
    else send()
  })
}
