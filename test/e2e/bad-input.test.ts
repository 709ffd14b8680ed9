import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exactRequest } from '../support/exact-request.ts'
import { type RecordingBackend, recordingBackend } from '../support/recording-backend.ts'
import { type ErrorBody, json, type Router, startRouter } from '../support/router.ts'

const CHAT = '/v1/chat/completions'
const HI = '"messages":[{"role":"user","content":"hi"}]'

let backend: RecordingBackend
let router: Router

beforeAll(async () => {
  backend = await recordingBackend(['m', 'text-embedding-3-small'])
  router = await startRouter({
    yaml: `backends: [{ name: up, kind: openai, url: '${backend.url}' }]`,
    env: { ROUTER_MAX_BODY_MB: '0.05' },
  })
})
afterAll(async () => {
  await router?.stop()
  await backend?.close()
})

const post = (body: string | Buffer, path = CHAT, type = 'application/json') =>
  fetch(router.url + path, { method: 'POST', headers: { 'content-type': type }, body })

/** Checks all that every error answer has, and gives back what differs. */
async function refused(response: Response) {
  const { error } = await json<ErrorBody>(response)
  expect(error).toEqual({
    message: expect.stringMatching(/\w/),
    type: expect.stringMatching(/_error$/),
    param: error.param === null ? null : expect.any(String),
    code: expect.stringMatching(/^[a-z_]+$/),
  })
  expect(response.headers.get('x-request-id')).toMatch(/^[\w.-]{1,64}$/)
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(response.headers.get('x-should-retry')).toBe('false')
  return { status: response.status, code: error.code, param: error.param }
}

describe('a body that is not what it should be', () => {
  const deep = (levels: number) => `{${HI},"x":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`
  const cases: [string, string | Buffer, number, string, string | null][] = [
    ['nothing', '', 400, 'invalid_json', null],
    ['white space', ' \n', 400, 'invalid_json', null],
    ['no JSON', '{"model":', 400, 'invalid_json', null],
    ['a trailing comma', `{${HI},}`, 400, 'invalid_json', null],
    ['two objects', `{${HI}}{}`, 400, 'invalid_json', null],
    ['NaN', `{${HI},"temperature":NaN}`, 400, 'invalid_json', null],
    ['a bare control character', `{${HI},"x":"\n"}`, 400, 'invalid_json', null],
    ['a byte order mark', `\ufeff{${HI}}`, 400, 'invalid_json', null],
    ['broken UTF-8', Buffer.from(`{${HI},"x":"\xff"}`, 'latin1'), 400, 'invalid_json', null],
    ['UTF-16', Buffer.from(`{${HI}}`, 'utf16le'), 400, 'invalid_json', null],
    ['a key twice', `{"model":"a",${HI},"model":"b"}`, 400, 'invalid_json', null],
    [
      'a key twice, once in escapes',
      `{"model":"a",${HI},"m\\u006fdel":"b"}`,
      400,
      'invalid_json',
      null,
    ],
    ['65 levels', deep(65), 400, 'json_too_deep', null],
    ['very many levels', `{${HI},"x":${'['.repeat(20_000)}`, 400, 'json_too_deep', null],
    ['a list', '[]', 400, 'invalid_request', null],
    ['a text', '"hi"', 400, 'invalid_request', null],
    ['null', 'null', 400, 'invalid_request', null],
    ['no messages', '{}', 400, 'invalid_request', 'messages'],
    ['an empty list of messages', '{"messages":[]}', 400, 'invalid_request', 'messages'],
    ['messages of another type', '{"messages":"hi"}', 400, 'invalid_request', 'messages'],
    [
      'a message without a role',
      '{"messages":[{"content":"x"}]}',
      400,
      'invalid_request',
      'messages[0].role',
    ],
    [
      'an unknown role',
      '{"messages":[{"role":"x","content":"x"}]}',
      400,
      'invalid_request',
      'messages[0].role',
    ],
    [
      'content that is a number',
      '{"messages":[{"role":"user","content":7}]}',
      400,
      'invalid_request',
      'messages[0].content',
    ],
    [
      'a part that is a text',
      '{"messages":[{"role":"user","content":["x"]}]}',
      400,
      'invalid_request',
      'messages[0].content[0]',
    ],
    [
      'an image without an address',
      '{"messages":[{"role":"user","content":[{"type":"image_url"}]}]}',
      400,
      'invalid_request',
      'messages[0].content[0].image_url',
    ],
    ['a model that is a number', `{"model":7,${HI}}`, 400, 'invalid_request', 'model'],
    ['a temperature too high', `{"temperature":3,${HI}}`, 400, 'invalid_request', 'temperature'],
    ['max_tokens of 0', `{"max_tokens":0,${HI}}`, 400, 'invalid_request', 'max_tokens'],
    ['n of 0', `{"n":0,${HI}}`, 400, 'invalid_request', 'n'],
    ['a stream that is a word', `{"stream":"yes",${HI}}`, 400, 'invalid_request', 'stream'],
    [
      'a tool without a name',
      `{"tools":[{"type":"function","function":{}}],${HI}}`,
      400,
      'invalid_request',
      'tools[0].function.name',
    ],
    ['a tool that is none', `{"tools":[7],${HI}}`, 400, 'invalid_request', 'tools[0]'],
    ['a seed with a fraction', `{"seed":1.5,${HI}}`, 400, 'invalid_request', 'seed'],
    ['an unknown model', `{"model":"nobody",${HI}}`, 404, 'model_not_found', 'model'],
  ]
  it.each(cases)('%s', async (_, body, status, code, param) => {
    expect(await refused(await post(body))).toEqual({ status, code, param })
  })

  it('is told of in a stream as well, as a status of its own', async () => {
    const response = await post('{"stream":true,"messages":7}')
    expect(await refused(response)).toEqual({
      status: 400,
      code: 'invalid_request',
      param: 'messages',
    })
  })

  it('of 64 levels is one that passes', async () => {
    expect((await post(deep(64))).status).toBe(200)
    expect(backend.calls.at(-1)?.bytes.toString()).toContain(']'.repeat(63))
  })

  it.each([
    ['{"input":7}', 'input'],
    ['{}', 'input'],
    ['{"input":[]}', 'input'],
    ['{"input":["a",7]}', 'input[1]'],
    ['{"input":[[1],[-1]]}', 'input[1]'],
    ['{"input":"a","dimensions":0}', 'dimensions'],
    ['{"input":"a","encoding_format":"hex"}', 'encoding_format'],
  ])('of an embedding: %s', async (body, param) => {
    const response = await post(body, '/v1/embeddings')
    expect(await refused(response)).toEqual({ status: 400, code: 'invalid_request', param })
  })
})

describe('a body that is too large', () => {
  it('is refused by its length', async () => {
    const response = await post(`{"messages":"${'x'.repeat(60_000)}"}`)
    expect(await refused(response)).toMatchObject({ status: 413, code: 'body_too_large' })
  })

  it('is cut while it is still being sent', async () => {
    const sent = request(router.url + CHAT, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    })
    sent.on('error', () => {})
    let written = 0
    const pump = setInterval(() => {
      sent.write('x'.repeat(8_192))
      written += 8_192
    }, 1)
    const response = await new Promise<IncomingMessage>((resolve) => sent.on('response', resolve))
    clearInterval(pump)
    expect(response.statusCode).toBe(413)
    expect(response.headers.connection).toBe('close')
    expect(JSON.parse(await text(response))).toMatchObject({ error: { code: 'body_too_large' } })
    expect(written).toBeLessThan(10_000_000)
    sent.destroy()
  })
})

describe('a request that goes nowhere', () => {
  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    '',
  ])('because its type is %j', async (type) => {
    const response = await fetch(router.url + CHAT, {
      method: 'POST',
      headers: type === '' ? {} : { 'content-type': type },
      body: Buffer.from(`{${HI}}`),
    })
    expect(await refused(response)).toMatchObject({ status: 415, code: 'unsupported_media_type' })
  })

  it('because it is compressed', async () => {
    const response = await fetch(router.url + CHAT, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: '{}',
    })
    expect(await refused(response)).toMatchObject({ status: 415 })
  })

  it.each([
    '/nothing',
    '/v1',
    '/v1/',
    '/v1/chat',
    '/v1/models/',
    '/v2/models',
    '/v1/chat/completions/x',
    '/%00',
    '/%ff',
    '/v1/models/../../etc',
  ])('because nothing is at %s', async (path) => {
    const { status, body } = await exactRequest(router.url, { path, method: 'POST' })
    expect([400, 404, 405]).toContain(status)
    expect(JSON.parse(body).error.code).toMatch(/^(not_found|method_not_allowed|invalid_request)$/)
  })

  it.each([
    ['GET', CHAT, 'POST'],
    ['GET', `${CHAT}/?x=1`, 'POST'],
    ['DELETE', '/v1/embeddings', 'POST'],
    ['PUT', '/v1/models', 'GET, HEAD'],
    ['POST', '/v1/models/a/b', 'GET, HEAD'],
    ['OPTIONS', CHAT, 'POST'],
    ['POST', '/', 'GET, HEAD'],
  ])('because %s is not for %s', async (method, path, allow) => {
    const response = await fetch(router.url + path, { method })
    expect(response.headers.get('allow')).toBe(allow)
    expect(await refused(response)).toMatchObject({ status: 405, code: 'method_not_allowed' })
  })

  it.each([
    ['no HTTP', 'HELLO\r\n\r\n', 400, 'invalid_request'],
    [
      'headers without end',
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`,
      431,
      'headers_too_large',
    ],
    [
      'two hosts',
      'GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n',
      400,
      'invalid_request',
    ],
    [
      'what is expected',
      `POST ${CHAT} HTTP/1.1\r\nHost: a\r\nExpect: nonsense\r\nContent-Length: 2\r\n\r\n{}`,
      417,
      'expectation_failed',
    ],
    [
      'two lengths',
      `POST ${CHAT} HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
      400,
      'invalid_request',
    ],
  ])('because it is %s', async (_, bytes, status, code) => {
    const answer = await spoken(bytes)
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(answer).toMatch(/\r\nx-request-id: [\w.-]+\r\n/i)
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4))).toMatchObject({
      error: { code, param: null, type: 'invalid_request_error', message: expect.any(String) },
    })
  })
})

describe('anything at all', () => {
  const odd = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: 'binary' }))
  const parts = fc.record(
    {
      type: fc.constantFrom('text', 'image_url', 'input_audio', 'x'),
      text: odd,
      image_url: odd,
      input_audio: odd,
    },
    { requiredKeys: ['type'] },
  )
  const message = fc.record(
    {
      role: fc.constantFrom('system', 'developer', 'user', 'assistant', 'tool', 'function'),
      content: fc.oneof(fc.string({ unit: 'binary' }), fc.constant(null), fc.array(parts), odd),
      name: odd,
      tool_calls: fc.oneof(
        fc.constant(undefined),
        fc.array(fc.record({ id: odd, function: odd })),
        odd,
      ),
      tool_call_id: fc.oneof(fc.string(), odd),
      reasoning: odd,
    },
    { requiredKeys: ['role'] },
  )
  const body = fc.record(
    {
      messages: fc.oneof(
        { weight: 6, arbitrary: fc.array(message, { maxLength: 4 }) },
        { weight: 1, arbitrary: odd },
      ),
      model: fc.oneof(fc.constantFrom('m', 'smarterrouter/main', null), odd),
      stream: fc.oneof(fc.boolean(), fc.constant(null), odd),
      stream_options: odd,
      ...Object.fromEntries(
        [
          'temperature',
          'top_p',
          'n',
          'max_tokens',
          'stop',
          'tools',
          'tool_choice',
          'response_format',
          'logprobs',
          'seed',
          'reasoning',
          'think',
          '__proto__',
          'constructor',
        ].map((key) => [key, odd]),
      ),
    },
    { requiredKeys: ['messages'] },
  )

  it('gets an answer or four fields, and never a 500', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(body, odd), async (value) => {
        const response = await post(JSON.stringify(value))
        if (response.ok) return void (await response.text())
        expect(response.status).toBeLessThan(500)
        await refused(response)
      }),
      { numRuns: 400 },
    )
  })

  it('as bytes too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect(await refused(await post(Buffer.from(bytes)))).toMatchObject({ status: 400 })
      }),
      { numRuns: 100 },
    )
  })
})

/** What is answered to these bytes until the connection is closed. */
async function spoken(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(router.url).port), '127.0.0.1')
  socket.write(bytes)
  return text(socket)
}
