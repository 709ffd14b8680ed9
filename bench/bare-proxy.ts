// The least a Node proxy can do: parse the body, forward it, pipe the answer. Usage: node bench/bare-proxy.ts PORT BACKEND_URL
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Agent } from 'undici'
import { exitWithParent } from './overhead/exit-with-parent.ts'

const [port, backend = 'http://127.0.0.1:7401'] = process.argv.slice(2)
const agent = new Agent({ connections: 2048, pipelining: 1 })

exitWithParent()
createServer((request, response) => {
  if (request.method === 'GET') {
    response.end('ok')
    return
  }
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    forward(request, response, Buffer.concat(parts)).catch((error: unknown) => {
      response.writeHead(502).end(String(error))
    })
  })
}).listen({ port: Number(port ?? 7402), host: '127.0.0.1', backlog: 4096 })

async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
): Promise<void> {
  JSON.parse(body.toString())
  const answer = await agent.request({
    origin: backend,
    path: request.url ?? '/',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  response.writeHead(answer.statusCode, { 'content-type': String(answer.headers['content-type']) })
  answer.body.pipe(response)
}
