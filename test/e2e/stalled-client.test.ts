import { once } from 'node:events'
import { connect, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { MAX_STALL_MS } from '../../src/serving/delivery.ts'
import {
  type Answering,
  type RecordingBackend,
  recordingBackend,
  wholeAnswer,
} from '../support/recording-backend.ts'
import { type Router, startRouter, until } from '../support/router.ts'

/** What the minute is in these tests. */
const SHORT_MS = 600
/** More than the system buffers for a connection. */
const LONG = 'x'.repeat(20_000_000)
const INPUTS = Array.from({ length: 64 }, () => 'a')

let backend: RecordingBackend
let router: Router

beforeAll(async () => {
  const { setTimeout } = Socket.prototype
  vi.spyOn(Socket.prototype, 'setTimeout').mockImplementation(function (this: Socket, ms, then) {
    return setTimeout.call(this, ms === MAX_STALL_MS ? SHORT_MS : ms, then)
  })
  backend = await recordingBackend(['m', 'text-embedding-3-small'])
  router = await startRouter({
    yaml: `backends: [{ name: up, kind: openai, url: '${backend.url}' }]`,
  })
})
afterAll(async () => {
  await router?.stop()
  await backend?.close()
  vi.restoreAllMocks()
})

const embeddings: Answering = (response) => {
  const embedding = Array.from({ length: 20_000 }, (_, at) => at / 7)
  const data = INPUTS.map((_, index) => ({ index, embedding }))
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }))
}

const CHAT = { messages: [{ role: 'user', content: 'hi' }] }

function post(path: string, body: object): string {
  const content = JSON.stringify(body)
  return `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${content.length}\r\n\r\n${content}`
}

/** A connection on which these requests were sent, and nothing has been read yet. */
async function asking(requests: string): Promise<Socket> {
  const socket = connect(Number(new URL(router.url).port), '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(requests)
  return socket
}

async function inFlight(): Promise<number> {
  const exposed = await (await router.get('/metrics')).text()
  return Number(/^smarterrouter_requests_in_flight (\d+)/m.exec(exposed)?.[1])
}

const CASES: [string, string, object, Answering][] = [
  ['a whole answer', '/v1/chat/completions', CHAT, wholeAnswer({ content: LONG })],
  [
    'the rest of a stream',
    '/v1/chat/completions',
    { ...CHAT, stream: true },
    wholeAnswer({ content: LONG }),
  ],
  ['embeddings', '/v1/embeddings', { input: INPUTS }, embeddings],
]

describe('a client that takes nothing for too long', () => {
  it.each(CASES)('is given up: %s', async (_, path, body, answering) => {
    backend.answerWith(answering)
    const socket = await asking(post(path, body))
    await until(async () => (await inFlight()) === 1)
    await until(async () => (await inFlight()) === 0)
    const read = await text(socket).catch(() => '')
    expect(read.length).toBeLessThan(LONG.length)
  })

  it('is not one that reads slowly', async () => {
    backend.answerWith(wholeAnswer({ content: LONG }))
    const socket = await asking(post('/v1/chat/completions', CHAT))
    const since = performance.now()
    let read = 0
    let pauses = 0
    socket.on('data', ({ length }) => {
      read += length
      if (read / LONG.length < pauses / 20) return
      pauses++
      socket.pause()
      setTimeout(() => socket.resume(), SHORT_MS / 8)
    })
    await until(() => read > LONG.length || socket.closed)
    expect(read).toBeGreaterThan(LONG.length)
    expect(performance.now() - since).toBeGreaterThan(SHORT_MS * 2)
    socket.destroy()
  })

  it('is not one that waits for its second answer', async () => {
    const answers: (() => void)[] = []
    backend.answerWith((response, request) => {
      answers.push(() => wholeAnswer({ content: `answer ${answers.length}` })(response, request))
    })
    const request = post('/v1/chat/completions', CHAT)
    const socket = await asking(request + request)
    let heard = ''
    socket.on('data', (bytes) => {
      heard += bytes
    })
    await until(() => answers.length === 2)
    for (const answer of answers) {
      await sleep(SHORT_MS * 1.5)
      answer()
    }
    await until(() => heard.split('HTTP/1.1 200').length === 3)
    socket.destroy()
  })
})
