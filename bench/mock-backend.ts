// A backend that answers at once, OpenAI-compatible and in Anthropic's Messages. Usage: node bench/mock-backend.ts PORT
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { exitWithParent } from './overhead/exit-with-parent.ts'
import {
  burstBody,
  completion,
  doneFrame,
  json,
  modelList,
  roleFrame,
  stampedFrame,
  stopFrame,
  usageFrame,
} from './overhead/mock-answers.ts'
import { message, messagesBurst, messagesModelList } from './overhead/mock-messages.ts'
import { monotonicMs } from './overhead/monotonic-clock.ts'

const CLOSE_WAIT_MS = 3_000

/** What a prompt asks for with `PACED:<ms between chunks>:<chunks>:<ms before the first>:<id>;`. */
interface Pace {
  readonly everyMs: number
  readonly chunks: number
  readonly firstMs: number
  readonly id: string
}

const streamHeaders = { 'content-type': 'text/event-stream' }
const ends = [stopFrame]
const endsWithUsage = [stopFrame, usageFrame]
const burst = burstBody(ends)
const burstWithUsage = burstBody(endsWithUsage)
const closedAt = new Map<string, number>()
const closeListeners = new Map<string, () => void>()

exitWithParent()
const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    if (request.method === 'GET') answerGet(request, response)
    else if (request.url?.startsWith('/v1/messages')) answerMessages(Buffer.concat(parts), response)
    else answerChat(Buffer.concat(parts), response)
  })
})
server.keepAliveTimeout = 120_000
server.listen({ port: Number(process.argv[2] ?? 7401), host: '127.0.0.1', backlog: 4096 })

/** `/__closed?id=` waits until the stream of that id is closed and tells when; all other paths list the model. */
function answerGet({ url = '/', headers }: IncomingMessage, response: ServerResponse): void {
  const id = /^\/__closed\?id=(.*)/.exec(url)?.[1]
  if (id === undefined) send(response, headers['anthropic-version'] ? messagesModelList : modelList)
  else if (closedAt.has(id)) tellClosed(response, id)
  else awaitClosed(response, id)
}

function awaitClosed(response: ServerResponse, id: string): void {
  const timer = setTimeout(() => tellClosed(response, id), CLOSE_WAIT_MS)
  closeListeners.set(id, () => {
    clearTimeout(timer)
    tellClosed(response, id)
  })
}

function tellClosed(response: ServerResponse, id: string): void {
  closeListeners.delete(id)
  send(response, json({ at: closedAt.get(id) ?? null }))
}

function answerChat(body: Buffer, response: ServerResponse): void {
  const pace = readPace(body)
  const withUsage = body.includes('"include_usage":true')
  if (!body.includes('"stream":true')) send(response, completion)
  else if (pace) sendPaced(response, pace, withUsage ? endsWithUsage : ends)
  else sendBurst(response, withUsage ? burstWithUsage : burst)
}

function answerMessages(body: Buffer, response: ServerResponse): void {
  if (body.includes('"stream":true')) sendBurst(response, messagesBurst)
  else send(response, message)
}

function sendBurst(response: ServerResponse, chunked: Buffer): void {
  response.writeHead(200, { ...streamHeaders, 'transfer-encoding': 'chunked' })
  response.chunkedEncoding = false
  response.end(chunked)
}

function readPace(body: Buffer): Pace | undefined {
  const at = body.indexOf('PACED:')
  if (at < 0) return undefined
  const [everyMs, chunks, firstMs, id = ''] = body
    .toString('latin1', at + 6, body.indexOf(';', at))
    .split(':')
  return { everyMs: Number(everyMs), chunks: Number(chunks), firstMs: Number(firstMs), id }
}

function sendPaced(response: ServerResponse, pace: Pace, last: readonly Buffer[]): void {
  let left = pace.chunks
  let timer = setTimeout(() => {
    begin(response)
    sendNext()
    timer = setInterval(sendNext, pace.everyMs)
  }, pace.firstMs)
  response.on('close', () => {
    clearTimeout(timer)
    if (pace.id !== '') closed(pace.id)
  })

  function sendNext(): void {
    if (left-- > 0) {
      response.write(stampedFrame())
      return
    }
    clearTimeout(timer)
    end(response, last)
  }
}

function closed(id: string): void {
  closedAt.set(id, monotonicMs())
  closeListeners.get(id)?.()
}

function begin(response: ServerResponse): void {
  response.writeHead(200, streamHeaders)
  response.write(roleFrame)
}

function end(response: ServerResponse, frames: readonly Buffer[]): void {
  for (const frame of frames) response.write(frame)
  response.end(doneFrame)
}

function send(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
  response.end(body)
}
