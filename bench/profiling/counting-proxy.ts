import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Stands before a server and counts what its models are asked. */
export interface CountingProxy {
  readonly url: string
  close(): void
}

/** Starts one on a free port; adds to `answered` what was asked and answered to the end, as `model\nlast text`. */
export async function countingProxy(target: string, answered: string[]): Promise<CountingProxy> {
  const server = createServer(async (incoming, outgoing) => {
    const body = Buffer.concat(await incoming.toArray())
    const { method, url, headers } = incoming
    const onward = request(`${target}${url}`, { method, headers, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
      answer.on('end', () => {
        const asked = askedIn(body)
        if (asked !== undefined) answered.push(asked)
      })
    })
    outgoing.on('close', () => onward.destroy())
    onward.on('error', () => outgoing.destroy())
    onward.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

function askedIn(body: Buffer): string | undefined {
  if (body.length === 0) return undefined
  const { model, messages } = JSON.parse(body.toString())
  if (!Array.isArray(messages)) return undefined
  const { content } = messages.at(-1) ?? {}
  return `${model}\n${typeof content === 'string' ? content : textIn(content)}`
}

function textIn(content: unknown): string {
  const parts = Array.isArray(content) ? content : []
  return parts.map((part) => Object(part).text ?? '').join('\n')
}
