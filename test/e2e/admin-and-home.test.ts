import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ErrorBody, json, type Router, startRouter } from '../support/router.ts'
import { type Simulator, startSimulator } from '../support/simulators.ts'

const PATHS = ['/admin/backends', '/admin/models']

let simulator: Simulator
let router: Router
beforeAll(async () => {
  simulator = await startSimulator('ollama', {
    models: [{ name: '<script>alert(1)</script>' }, { name: 'tiny:1b', parameters: 1 }],
  })
  router = await startRouter({
    yaml: `backends:
  - { name: box, kind: ollama, url: '${simulator.url}' }
  - { name: gone, kind: openai, url: 'http://127.0.0.1:1/<b>' , headers: { X-Secret: hush-hush-hush } }`,
    env: { ROUTER_EXTERNAL_MODEL_NAME: 'me/<img>' },
  })
})
afterAll(async () => {
  await router?.stop()
  await simulator?.stop()
})

/** A request with a Host header of its own, which fetch does not allow. */
function asHost(host: string, path: string): Promise<number | undefined> {
  const { hostname, port } = new URL(router.url)
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers: { host } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
}

describe.each(PATHS)('without a key %s', (path) => {
  it.each(['localhost:11436', '127.0.0.1', '[::1]:9', 'LOCALHOST'])(
    'answers to %s',
    async (host) => {
      expect(await asHost(host, path)).toBe(200)
    },
  )

  it.each(['attacker.example', 'localhost.attacker.example', '192.168.1.1'])(
    'does not answer to %j',
    async (host) => {
      expect(await asHost(host, path)).toBe(403)
    },
  )

  it.each<Record<string, string>>([
    { forwarded: 'for=1.1.1.1' },
    { 'x-forwarded-for': '127.0.0.1' },
    { 'x-forwarded-host': 'localhost' },
    { origin: 'https://attacker.example' },
    { origin: 'null' },
  ])('does not answer with %j', async (headers) => {
    const response = await router.get(path, headers)
    expect(response.status).toBe(403)
    expect((await json<ErrorBody>(response)).error).toMatchObject({
      code: 'not_allowed',
      type: 'permission_error',
    })
  })

  it('answers a page of its own', async () => {
    expect((await router.get(path, { origin: router.url })).status).toBe(200)
  })
})

describe('what admin shows', () => {
  it('is each backend, without its secrets', async () => {
    const text = await (await router.get('/admin/backends')).text()
    expect(JSON.parse(text)).toMatchObject({
      looked_at: expect.stringMatching(/^\d{4}-/),
      backends: [
        { name: 'box', kind: 'ollama', up: true, models: 2, problem: null, active: 0 },
        { name: 'gone', kind: 'openai', up: false, problem: expect.any(String) },
      ],
    })
    expect(text).not.toContain('hush-hush')
  })

  it('is each model, its facts with where they come from', async () => {
    const { models } = await json<{ models: { id: string }[] }>(await router.get('/admin/models'))
    expect(models.find(({ id }) => id === 'tiny:1b')).toMatchObject({
      placements: [
        {
          key: 'tiny:1b@box',
          facts: { parameters: { value: expect.any(Number), source: 'reported' } },
        },
      ],
    })
  })
})

describe('the way in', () => {
  it('says to programs that the router runs', async () => {
    const response = await router.get('/')
    expect(response.headers.get('content-type')).toMatch(/^application\/json/)
    expect(await response.json()).toEqual({
      status: 'running',
      service: 'SmarterRouter',
      version: expect.any(String),
    })
  })

  it('tells people what to do next, and escapes every name', async () => {
    const response = await router.get('/', { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' })
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringMatching(/^default-src 'none'/),
      'x-content-type-options': 'nosniff',
    })
    const page = await response.text()
    expect(page).toContain(`${router.url}/v1`)
    expect(page).toContain('me/&#60;img&#62;')
    expect(page).not.toMatch(/<img|<b>|<script/)
  })
})

describe('with a key of its own', () => {
  it('admin takes nothing else, from wherever', async () => {
    const keyed = await startRouter({
      yaml: `backends: [{ name: box, kind: ollama, url: '${simulator.url}' }]`,
      env: { ROUTER_ADMIN_API_KEY: 'sk-admin', ROUTER_API_KEY: 'sk-client' },
    })
    try {
      for (const path of PATHS) {
        expect((await keyed.get(path)).status).toBe(401)
        expect((await keyed.get(path, { authorization: 'Bearer sk-client' })).status).toBe(401)
        const forwarded = { authorization: 'Bearer sk-admin', 'x-forwarded-for': '9.9.9.9' }
        expect((await keyed.get(path, forwarded)).status).toBe(200)
      }
      const models = await keyed.get('/v1/models', { authorization: 'Bearer sk-client' })
      expect(await models.json()).toMatchObject({ data: [{ admin_auth_required: true }] })
    } finally {
      await keyed.stop()
    }
  })
})

describe('before there is a backend', () => {
  it('the router lives, is not ready, and says what to do', async () => {
    const lonely = await startRouter({
      yaml: "backends: [{ name: gone, kind: ollama, url: 'http://127.0.0.1:1' }]",
      waitUntilReady: false,
    })
    try {
      expect((await lonely.get('/health')).status).toBe(200)
      const ready = await lonely.get('/ready')
      expect(ready.status).toBe(503)
      expect(await ready.json()).toEqual({ status: 'not_ready', reason: expect.any(String) })
      expect((await lonely.get('/v1/models')).status).toBe(200)
      const chat = await lonely.chat({ messages: [{ role: 'user', content: 'hi' }] })
      expect(chat.status).toBe(503)
      expect(Number(chat.headers.get('retry-after'))).toBeLessThanOrEqual(20)
      expect((await json<ErrorBody>(chat)).error.code).toBe('no_backends')
      const page = await (await lonely.get('/', { accept: 'text/html' })).text()
      expect(page).toContain('smarterrouter.yaml')
    } finally {
      await lonely.stop()
    }
  })
})
