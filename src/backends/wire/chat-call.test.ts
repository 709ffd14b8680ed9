import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import type { Agent } from 'undici'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { backendSettings, placementOf } from '../../../test/support/backend-settings.ts'
import {
  chunk,
  DONE,
  FINISH,
  GOOD_ANSWER,
  jsonReply,
  LAST_CHUNK,
  SSE_HEAD,
  token,
} from '../../../test/support/raw-http.ts'
import type { Call, ChatListener } from '../../contracts/backend.ts'
import type { GatewayError } from '../../contracts/errors.ts'
import { openaiChat } from '../../dialects/openai-chat.ts'
import { createAgent } from './agent.ts'
import { chatCall } from './chat-call.ts'
import { chatWire } from './chat-wire.ts'

const SOON = { timeout: 8_000, interval: 5 }
let agent: Agent

beforeEach(() => {
  agent = createAgent(2)
})
afterEach(() => agent.destroy())

/** A server that lets each request of a connection be answered raw. */
async function serverOf(answer: (socket: Socket, nth: number) => void) {
  const sockets = new Set<Socket>()
  const state = { requests: 0, open: 0 }
  const server = createServer((socket) => {
    sockets.add(socket)
    state.open += 1
    let nth = 0
    socket.on('error', () => undefined)
    socket.on('close', () => {
      state.open -= 1
    })
    socket.on('data', () => {
      state.requests += 1
      nth += 1
      answer(socket, nth)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { state, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** One call; `told` is what its listener heard, in order, and `over` settles with the error, if there was one. */
function start(url: string, stream = true) {
  const told: string[] = []
  let settle: (error?: GatewayError) => void = () => undefined
  const over = new Promise<GatewayError | undefined>((resolve) => {
    settle = resolve
  })
  const listener: ChatListener = {
    onSent: () => void told.push('sent'),
    onEvents: (events) => void told.push(events.map(({ type }) => type).join(' ')),
    onAnswer: ({ choices }) => void told.push(`answer ${choices[0]?.text}`),
    onEnd: () => {
      told.push('end')
      settle()
    },
    onError: (error) => {
      told.push(error.code)
      settle(error)
    },
  }
  const body = JSON.stringify({ messages: [{ role: 'user', content: 'hi' }], stream })
  const wire = chatWire(agent, backendSettings(url), { path: '/v1/chat', dialect: openaiChat })
  const placement = placementOf('llama')
  const request = openaiChat.decodeRequest(Buffer.from(body))
  const call: Call = chatCall(
    wire,
    { request, placement },
    { placement, unsupported: [] },
    listener,
  )
  return { call, told, over }
}

async function heard(bytes: string, stream = true): Promise<readonly string[]> {
  const { url } = await serverOf((socket) => socket.end(bytes))
  const { told, over } = start(url, stream)
  await over
  return told
}

const page = (body: string, status = '500 Oops'): string =>
  `HTTP/1.1 ${status}\r\ncontent-type: text/html\r\ncontent-length: ${body.length}\r\n\r\n${body}`

describe('an answer', () => {
  it('that came in one read is told at once', async () => {
    const bytes = SSE_HEAD + token('a') + token('b') + FINISH + DONE + LAST_CHUNK
    expect(await heard(bytes)).toEqual(['sent', 'text-delta text-delta finish', 'end'])
  })

  it('is read as what it is, not as what was asked for', async () => {
    expect(await heard(jsonReply(GOOD_ANSWER), true)).toEqual(['sent', 'answer hi', 'end'])
    const bytes = SSE_HEAD + token('a') + FINISH + DONE + LAST_CHUNK
    expect(await heard(bytes, false)).toEqual(['sent', 'text-delta finish', 'end'])
  })

  it('ends with [DONE], and a connection that stays open is cut', async () => {
    const { url, state } = await serverOf((socket) => {
      socket.write(SSE_HEAD + token('a') + FINISH + DONE)
    })
    const { told, over } = start(url)
    await over
    expect(told.at(-1)).toBe('end')
    expect(state.open).toBe(1)
    await expect.poll(() => state.open, SOON).toBe(0)
  })

  it.each([
    ['ends', (socket: Socket) => void socket.write(LAST_CHUNK)],
    ['breaks', (socket: Socket) => void socket.destroy()],
  ])('leaves no timer behind when its connection %s after all', async (_, finish) => {
    const set = vi.spyOn(globalThis, 'setTimeout')
    const clear = vi.spyOn(globalThis, 'clearTimeout')
    onTestFinished(() => void vi.restoreAllMocks())
    let peer: Socket | undefined
    const { url } = await serverOf((socket) => {
      peer = socket
      socket.write(SSE_HEAD + token('a') + FINISH + DONE)
    })
    await start(url).over
    const timer = set.mock.results[set.mock.calls.findIndex(([, ms]) => ms === 1_000)]?.value
    expect(timer).toBeDefined()
    if (peer !== undefined) finish(peer)
    await expect.poll(() => clear.mock.calls.flat(), SOON).toContain(timer)
  })

  it('may follow a few hints', async () => {
    const hints = 'HTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\n'.repeat(10)
    expect(await heard(hints + jsonReply(GOOD_ANSWER))).toEqual(['sent', 'answer hi', 'end'])
  })
})

describe('a failure', () => {
  it('within a stream ends it, whatever follows', async () => {
    const error = chunk('data: {"error":{"message":"oom"}}\n\n')
    const bytes = SSE_HEAD + token('a') + error + token('b') + FINISH + DONE + LAST_CHUNK
    expect(await heard(bytes)).toEqual(['sent', 'text-delta', 'upstream_error'])
  })

  it('of the connection comes after all that was read before', async () => {
    expect(await heard(SSE_HEAD + token('a'))).toEqual(['sent', 'text-delta', 'upstream_error'])
  })

  it.each<[string, string, string, number]>([
    ['a page', page('<p>Log in</p>', '200 OK'), 'upstream_invalid_response', 1],
    ['an error page', page('<p>Sorry</p>'), 'upstream_error', 1],
    ['a longer one than is read', page(' '.repeat(3 << 20)), 'upstream_error', 0],
    ['too much', page(' '.repeat(33 << 20), '200 OK'), 'upstream_too_large', 0],
    ['no choices', jsonReply('{"choices":[]}'), 'upstream_invalid_response', 1],
    [
      'an answer with the same key twice',
      jsonReply(GOOD_ANSWER.replace('{', '{"x":1,"x":2,')),
      'upstream_invalid_response',
      1,
    ],
    [
      'an event with the same key twice',
      SSE_HEAD + chunk('data: {"x":1,"x":2,"error":null,"choices":[]}\n\n'),
      'upstream_invalid_response',
      0,
    ],
    ['an event of no JSON', SSE_HEAD + chunk('data: oops\n\n'), 'upstream_invalid_response', 0],
    [
      'an encoding',
      jsonReply('{}', '200 OK', 'content-encoding: gzip\r\n'),
      'upstream_invalid_response',
      0,
    ],
    [
      'hints without end',
      'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(11),
      'upstream_invalid_response',
      0,
    ],
  ])('is %s', async (_, bytes, code, connections) => {
    const { url, state } = await serverOf((socket) => socket.write(bytes))
    const { told, over } = start(url)
    expect((await over)?.message).toContain('attic')
    expect(told).toEqual(['sent', code])
    await expect.poll(() => state.open, SOON).toBe(connections)
  })

  it('before anything was sent says so', async () => {
    const { told, over } = start('http://127.0.0.1:1')
    await over
    expect(told).toEqual(['upstream_unreachable'])
  })

  it('tells a connection that had gone stale from one that breaks', async () => {
    const { url, state } = await serverOf((socket, nth) => {
      if (nth === 1) socket.write(jsonReply(GOOD_ANSWER))
      else socket.end()
    })
    expect(await start(url, false).over).toBeUndefined()
    await new Promise(setImmediate)
    const error = await start(url, false).over
    expect(error).toMatchObject({ code: 'upstream_error', details: { stale: true } })
    expect(state.requests).toBe(2)
    const fresh = await serverOf((socket) => socket.end('HTTP/1.1 20'))
    expect((await start(fresh.url).over)?.details.stale).toBeUndefined()
  })
})

describe('a call that is given up', () => {
  it('closes the connection, and its listener hears no more', async () => {
    const { url, state } = await serverOf((socket) => socket.write(SSE_HEAD + token('a')))
    const { call, told } = start(url)
    await expect.poll(() => told, SOON).toHaveLength(2)
    call.abort()
    await expect.poll(() => state.open, SOON).toBe(0)
    expect(told).toEqual(['sent', 'text-delta'])
  })

  it('before it was sent never is', async () => {
    const { url, state } = await serverOf((socket) => socket.write(jsonReply(GOOD_ANSWER)))
    const { call, told } = start(url)
    call.abort()
    await start(url).over
    expect(told).toEqual([])
    expect(state.requests).toBe(1)
  })
})
