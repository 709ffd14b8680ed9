import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import type { Agent } from 'undici'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { scriptedServer } from '../../../test/support/scripted-server.ts'
import { createAgent } from './agent.ts'
import { type HttpCall, httpCall } from './http-call.ts'
import { jsonCall } from './json-call.ts'

const get = { method: 'GET', path: '/x', signal: new AbortController().signal } as const
let agent: Agent

beforeEach(() => {
  agent = createAgent(2)
})

afterEach(() => agent.destroy())

/** Answers every connection with these bytes; `close` ends it after them. */
async function withBytes(
  answer: (socket: Socket) => void,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('data', () => answer(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
}

function call(url: string, more: Partial<HttpCall> = {}): Promise<unknown> {
  return jsonCall(agent, { name: 'attic', url, headers: {} }, { ...get, ...more })
}

async function codeFor(bytes: string, more: Partial<HttpCall> = {}): Promise<unknown> {
  let code: unknown
  await withBytes(
    (socket) => socket.end(bytes),
    async (url) => {
      code = await call(url, more).then(
        () => 'none',
        (error) => error.code,
      )
    },
  )
  return code
}

describe('a request', () => {
  it('has our headers and the user’s, and the body as JSON', async () => {
    const server = await scriptedServer({ '/v1/x?y=1': { fine: true } })
    const peer = { name: 'a', url: server.url, apiKey: 'key', headers: { 'X-Team': 'blue' } }
    const body = { text: 'é' }
    const answer = await jsonCall(agent, peer, { ...get, method: 'POST', path: '/v1/x?y=1', body })
    expect(answer).toEqual({ fine: true })
    expect(server.requests).toMatchObject([
      {
        method: 'POST',
        body,
        headers: {
          authorization: 'Bearer key',
          'x-team': 'blue',
          'content-type': 'application/json',
          'accept-encoding': 'identity',
        },
      },
    ])
    await server.close()
  })

  it('may have its authorization replaced by the user', async () => {
    const server = await scriptedServer({ '/x': {} })
    const headers = { Authorization: 'Basic abc' }
    await jsonCall(agent, { name: 'a', url: server.url, apiKey: 'key', headers }, get)
    expect(server.requests[0]?.headers.authorization).toBe('Basic abc')
    await server.close()
  })
})

const OK = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'

describe('an answer', () => {
  it.each([
    [
      'is not followed elsewhere',
      'HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n',
      'upstream_invalid_response',
    ],
    [
      'is not unpacked',
      `${OK}content-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}`,
      'upstream_invalid_response',
    ],
    ['is not HTTP', 'hello\r\n\r\n', 'upstream_invalid_response'],
    ['is not JSON', `${OK}content-length: 5\r\n\r\n<p>ok`, 'upstream_invalid_response'],
    ['is an error all the same', `${OK}content-length: 13\r\n\r\n{"error":"x"}`, 'upstream_error'],
    [
      'is shorter than announced',
      `${OK}content-length: 50\r\n\r\n{"a":`,
      'upstream_invalid_response',
    ],
    ['breaks off', `${OK}transfer-encoding: chunked\r\n\r\n5\r\n{"a":\r\n`, 'upstream_error'],
    ['never came', '', 'upstream_error'],
    [
      'comes after endless hints',
      'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(30),
      'upstream_invalid_response',
    ],
    [
      'has headers without end',
      `${OK}x: ${'y'.repeat(40_000)}\r\ncontent-length: 2\r\n\r\n{}`,
      'upstream_invalid_response',
    ],
  ])('that %s fails', async (_, bytes, code) => {
    expect(await codeFor(bytes)).toBe(code)
  })

  it('after a few hints is fine, and so is one called identity', async () => {
    const hints = 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(5)
    expect(await codeFor(`${hints}${OK}content-length: 2\r\n\r\n{}`)).toBe('none')
    expect(await codeFor(`${OK}content-encoding: identity\r\ncontent-length: 2\r\n\r\n{}`)).toBe(
      'none',
    )
  })

  it('is read up to its limit', async () => {
    const bytes = `${OK}content-length: 10\r\n\r\n"12345678"`
    expect(await codeFor(bytes, { maxBytes: 10 })).toBe('none')
    expect(await codeFor(bytes, { maxBytes: 9 })).toBe('upstream_too_large')
  })
})

describe('waiting', () => {
  it('ends in time', async () => {
    await withBytes(
      () => {},
      async (url) => {
        await expect(call(url, { timeoutMs: 30 })).rejects.toMatchObject({
          code: 'upstream_ttft_timeout',
          details: { backend: 'attic' },
        })
      },
    )
  })

  it('ends when the caller leaves, with the caller’s reason', async () => {
    const caller = new AbortController()
    const reason = new Error('left')
    await withBytes(
      () => caller.abort(reason),
      (url) => expect(call(url, { signal: caller.signal })).rejects.toBe(reason),
    )
  })

  it('is not begun where nobody listens', async () => {
    let url = ''
    await withBytes(
      () => {},
      async (given) => {
        url = given
      },
    )
    await expect(httpCall(agent, { name: 'attic', url, headers: {} }, get)).rejects.toMatchObject({
      code: 'upstream_unreachable',
      message: 'The backend attic cannot be reached: the connection was refused.',
    })
  })
})
