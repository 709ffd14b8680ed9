import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exactRequest } from '../support/exact-request.ts'
import { type RecordingBackend, recordingBackend } from '../support/recording-backend.ts'
import { type ErrorBody, json, type Router, startRouter, until } from '../support/router.ts'

const CHAT = '/v1/chat/completions'
const HI = '"messages":[{"role":"user","content":"hi"}]'
const BODY = `{${HI}}`
const KEY = { authorization: 'Bearer sk-client' }

let backend: RecordingBackend
let router: Router

beforeAll(async () => {
  backend = await recordingBackend(['org/m:7b', 'two', 'text-embedding-3-small'])
  router = await startRouter({
    yaml: `backends: [{ name: up, kind: openai, url: '${backend.url}' }]
aliases: { 'gpt-4o': two, 'claude-*': two }`,
    env: { ROUTER_API_KEY: 'sk-client', ROUTER_LIST_MODELS: 'true' },
  })
})
afterAll(async () => {
  await router?.stop()
  await backend?.close()
})

describe('what clients and proxies do', () => {
  it.each([
    '/v1/v1/chat/completions',
    '/chat/completions',
    '//v1/chat/completions',
    '/v1/chat/completions/',
  ])('%s is the path it means', async (path) => {
    const { status } = await exactRequest(router.url, { path, method: 'POST', headers: KEY }, [
      BODY,
    ])
    expect(status).toBe(200)
  })

  it('bodies come in chunks, cut anywhere', async () => {
    const bytes = Buffer.from(`{"messages":[{"role":"user","content":"漢字🌍"}]}`)
    const { status } = await exactRequest(
      router.url,
      { path: CHAT, method: 'POST', headers: KEY },
      [...bytes].map((byte) => Buffer.of(byte)),
    )
    expect(status).toBe(200)
    expect(backend.calls.at(-1)?.bytes.toString()).toContain('漢字🌍')
  })

  it('the body waits until it is asked for', async () => {
    const { status, continued } = await exactRequest(
      router.url,
      { path: CHAT, method: 'POST', headers: { ...KEY, expect: '100-continue' } },
      [BODY],
    )
    expect({ status, continued }).toEqual({ status: 200, continued: true })
  })

  it('HEAD is answered as GET, without a body', async () => {
    for (const path of ['/health', '/v1/models', '/ready', '/']) {
      const response = await fetch(router.url + path, { method: 'HEAD', headers: KEY })
      expect({ path, status: response.status }).toEqual({ path, status: 200 })
      expect(await response.text()).toBe('')
    }
  })
})

describe('the list of models', () => {
  it('has the shape that clients expect: the router first, then models and exact aliases', async () => {
    const list = await json<{ object: string; data: readonly Record<string, unknown>[] }>(
      await router.get('/v1/models', KEY),
    )
    const entry = { object: 'model', created: expect.any(Number), owned_by: expect.any(String) }
    expect(list).toEqual({
      object: 'list',
      data: [
        {
          ...entry,
          id: 'smarterrouter/main',
          description: expect.any(String),
          admin_auth_required: false,
        },
        { ...entry, id: 'org/m:7b', owned_by: 'up' },
        { ...entry, id: 'two', owned_by: 'up' },
        { ...entry, id: 'text-embedding-3-small', owned_by: 'up' },
        { ...entry, id: 'gpt-4o', owned_by: 'alias' },
      ],
    })
    const now = Date.now() / 1000
    for (const { created } of list.data) {
      expect(Number.isInteger(created)).toBe(true)
      expect(Math.abs(Number(created) - now)).toBeLessThan(600)
    }
  })

  it.each([
    ['org/m:7b', 'org/m:7b'],
    ['org%2Fm%3A7b', 'org/m:7b'],
    ['ORG/M:7B', 'org/m:7b'],
    ['two@up', 'two'],
    ['gpt-4o', 'two'],
    ['claude-x', 'two'],
    ['smarterrouter/main', 'smarterrouter/main'],
  ])('has one entry for %s', async (path, id) => {
    const response = await router.get(`/v1/models/${path}`, KEY)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ id, object: 'model' })
  })

  it.each(['nobody', 'org/', `${'x'.repeat(3_000)}`])('has none for %s', async (id) => {
    const response = await router.get(`/v1/models/${id}`, KEY)
    expect(response.status).toBe(404)
    expect((await json<ErrorBody>(response)).error).toMatchObject({
      code: 'model_not_found',
      param: 'model',
    })
  })
})

describe('the key of clients', () => {
  it.each([
    { authorization: 'Bearer sk-client' },
    { authorization: 'bearer  sk-client' },
    { 'x-api-key': 'sk-client' },
    { 'api-key': 'sk-client' },
    { 'x-goog-api-key': 'sk-client' },
  ])('may be spelled %j', async (headers) => {
    expect((await router.chat(JSON.parse(BODY), headers)).status).toBe(200)
    expect((await router.get('/v1/models', headers)).status).toBe(200)
  })

  it.each<Record<string, string>>([
    {},
    { authorization: 'Bearer sk-client2' },
    { authorization: 'Bearer' },
    { authorization: 'sk-client' },
    { authorization: 'Basic c2stY2xpZW50' },
    { 'x-api-key': '' },
  ])('is not %j', async (headers) => {
    for (const response of [
      await router.chat(JSON.parse(BODY), headers),
      await router.embed({ input: 'a' }, headers),
      await router.get('/v1/models', headers),
      await router.get('/v1/models/two', headers),
    ]) {
      expect(response.status).toBe(401)
      expect(response.headers.get('x-request-id')).toMatch(/./)
      expect((await json<ErrorBody>(response)).error).toMatchObject({
        code: 'invalid_api_key',
        type: 'authentication_error',
      })
    }
  })

  it('is not needed where monitors and people look', async () => {
    for (const path of ['/', '/health', '/ready', '/metrics']) {
      expect((await router.get(path)).status).toBe(200)
    }
  })
})

describe('what monitors see', () => {
  it('/health and /ready', async () => {
    expect(await (await router.get('/health')).json()).toEqual({ status: 'healthy' })
    expect(await (await router.get('/ready')).json()).toEqual({
      status: 'ready',
      reason: expect.stringMatching(/3 models on 1 backend/),
    })
  })

  it('/metrics under the names of the original', async () => {
    await router.chat(JSON.parse(BODY), KEY)
    const names = [
      'smarterrouter_requests_total',
      'smarterrouter_request_duration_seconds',
      'smarterrouter_errors_total',
      'smarterrouter_model_selections_total',
    ]
    await until(async () => {
      const text = await (await router.get('/metrics')).text()
      return names.every((name) => text.includes(`\n${name}`))
    })
    const response = await router.get('/metrics')
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/)
    const [, seconds] =
      /duration_seconds_sum\{[^}]*"\/metrics"[^}]*\} (\S+)/.exec(await response.text()) ?? []
    expect(Number(seconds)).toBeGreaterThan(0)
  })
})

describe('the request id', () => {
  it.each(['abc', 'a.b-c_D9', 'x'.repeat(64)])('is %s when the client says so', async (id) => {
    const response = await router.chat(JSON.parse(BODY), { ...KEY, 'x-request-id': id })
    expect(response.headers.get('x-request-id')).toBe(id)
    const refused = await router.chat({}, { ...KEY, 'x-request-id': id })
    expect(refused.headers.get('x-request-id')).toBe(id)
    expect((await router.get('/nothing', { 'x-request-id': id })).headers.get('x-request-id')).toBe(
      id,
    )
  })

  it.each(['', 'a b', 'x'.repeat(65), 'a/b', 'é', '"'])('is a new one for %j', async (id) => {
    const response = await router.get('/health', { 'x-request-id': id })
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })
})
