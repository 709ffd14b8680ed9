import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ErrorBody, json, type Router, startRouter, until } from '../support/router.ts'
import { type Simulator, startSimulator } from '../support/simulators.ts'

/** The least that can be set, in seconds. */
const INTERVAL = 1
/** An interval, a look and a busy machine. */
const WITHIN_INTERVAL_MS = 4_000

interface List {
  readonly data: readonly { readonly id: string; readonly owned_by: string }[]
}

interface AdminBackends {
  readonly backends: readonly {
    readonly name: string
    readonly up: boolean
    readonly models: number
    readonly problem: string | null
  }[]
}

function ask(router: Router, model: string | undefined, more: object = {}): Promise<Response> {
  return router.chat({ model, messages: [{ role: 'user', content: '[[say:Yes.]]' }], ...more })
}

async function listed(router: Router): Promise<readonly string[]> {
  return (await json<List>(await router.get('/v1/models'))).data.map(({ id }) => id)
}

async function backendsOf(router: Router): Promise<AdminBackends['backends']> {
  return (await json<AdminBackends>(await router.get('/admin/backends'))).backends
}

async function errorOf(response: Response): Promise<ErrorBody['error'] & { status: number }> {
  return { status: response.status, ...(await json<ErrorBody>(response)).error }
}

describe.each(['ollama', 'llama.cpp', 'openai'] as const)('the models of %s', (kind) => {
  const description = {
    router: kind === 'llama.cpp',
    models: [{ name: 'first-chat:1b' }, { name: 'some-embed', role: 'embedding' as const }],
  }
  let simulator: Simulator
  let router: Router

  beforeAll(async () => {
    simulator = await startSimulator(kind, description)
    router = await startRouter({
      yaml: `backends: [{ name: sim, kind: ${kind}, url: '${simulator.url}' }]`,
      env: { ROUTER_POLLING_INTERVAL: String(INTERVAL), ROUTER_LIST_MODELS: 'true' },
    })
  })
  afterAll(async () => {
    await router?.stop()
    await simulator?.stop()
  })

  it('appear and retire within one interval', async () => {
    expect((await ask(router, 'new-chat:3b')).status).toBe(404)
    await simulator.control({ add: [{ name: 'new-chat:3b' }] })
    await until(async () => (await listed(router)).includes('new-chat:3b'), WITHIN_INTERVAL_MS)
    expect((await ask(router, 'new-chat:3b')).status).toBe(200)

    await simulator.control({ remove: ['new-chat:3b'] })
    await until(async () => !(await listed(router)).includes('new-chat:3b'), WITHIN_INTERVAL_MS)
    expect(await errorOf(await ask(router, 'new-chat:3b'))).toMatchObject({
      status: 404,
      code: 'model_not_found',
    })
    expect(await listed(router)).toContain('first-chat:1b')
  })

  it('are kept while the backend cannot be reached, and answer again when it is back', async () => {
    const before = await listed(router)
    expect(before).toEqual(['smarterrouter/main', 'first-chat:1b', 'some-embed'])
    const port = Number(new URL(simulator.url).port)
    await simulator.kill()
    await until(async () => (await backendsOf(router))[0]?.up === false, WITHIN_INTERVAL_MS)
    expect((await backendsOf(router))[0]).toMatchObject({
      models: 2,
      problem: expect.stringContaining('refused'),
    })

    const began = performance.now()
    expect(await listed(router)).toEqual(before)
    expect((await router.get('/v1/models/first-chat:1b')).status).toBe(200)
    for (const model of ['first-chat:1b', 'first-chat:1b@sim', 'smarterrouter/main', undefined]) {
      const refused = await ask(router, model)
      expect(refused.headers.get('retry-after')).toMatch(/^\d+$/)
      expect(await errorOf(refused)).toMatchObject({
        status: 503,
        code: 'no_backends',
        message: expect.stringContaining('sim'),
      })
    }
    const embedding = await router.embed({ model: 'some-embed', input: 'x' })
    expect(await errorOf(embedding)).toMatchObject({ status: 503, code: 'no_backends' })
    expect((await router.get('/ready')).status).toBe(503)
    expect((await router.get('/health')).status).toBe(200)
    expect((await ask(router, 'never-heard-of')).status).toBe(404)
    expect(performance.now() - began).toBeLessThan(2_000)

    simulator = await startSimulator(kind, description, port)
    await router.ready()
    expect((await ask(router, 'first-chat:1b')).status).toBe(200)
    expect(await listed(router)).toEqual(before)
  })
})

describe('names', () => {
  const SAME_FILE = 'c'.repeat(64)
  let home: Simulator
  let attic: Simulator
  let hosted: Simulator
  let opened: Simulator
  let router: Router

  beforeAll(async () => {
    ;[home, attic, hosted, opened] = await Promise.all([
      startSimulator('ollama', {
        models: [
          { name: 'Shared-Chat:1b', digest: SAME_FILE },
          { name: 'twin-chat:1b', digest: 'a'.repeat(64) },
        ],
      }),
      startSimulator('ollama', {
        models: [
          { name: 'shared-chat:1b', digest: SAME_FILE },
          { name: 'twin-chat:1b', digest: 'b'.repeat(64) },
          { name: 'plain-chat' },
          { name: 'cloud-chat:480b-cloud', remoteHost: 'https://ollama.com' },
        ],
      }),
      startSimulator('openai', { prefix: 'vendor/', models: [{ name: 'far-chat:200b' }] }),
      startSimulator('openai', {
        prefix: 'other/',
        models: [{ name: 'far-chat:200b' }, { name: 'open-chat:100b' }],
      }),
    ])
    router = await startRouter({
      yaml: `
        backends:
          - { name: home, kind: ollama, url: '${home.url}' }
          - { name: attic, kind: ollama, url: '${attic.url}/v1' }
          - { name: hosted, kind: openai, url: '${hosted.url}', prefix: vendor/, remote: true }
          - name: opened
            kind: openai
            url: '${opened.url}'
            prefix: other/
            remote: true
            models: ['open-*']
        aliases:
          'gpt-4o*': smarterrouter/main
          big: far-chat:200b@hosted
          bigger: big
          'shared-chat:1b': plain-chat
          '*-please': twin-chat:1b`,
      env: { ROUTER_LIST_MODELS: 'true' },
    })
    await until(async () => (await backendsOf(router)).every(({ up }) => up))
  })
  afterAll(async () => {
    await router?.stop()
    for (const one of [home, attic, hosted, opened]) await one?.stop()
  })

  /** Who answers, as `model@backend`. */
  async function whoAnswers(model: string | undefined, more: object = {}): Promise<string> {
    const response = await ask(router, model, more)
    const body = await json<{ model?: string; error?: { code: string } }>(response)
    if (response.status !== 200) return `${response.status} ${body.error?.code}`
    expect(body.model).toBe(response.headers.get('x-router-model'))
    return `${body.model}@${response.headers.get('x-router-backend')}`
  }

  it('one model is listed once, wherever it lies, and other files under the same name apart', async () => {
    expect(await listed(router)).toEqual([
      'smarterrouter/main',
      'Shared-Chat:1b',
      'twin-chat:1b',
      'twin-chat:1b@attic',
      'plain-chat',
      'cloud-chat:480b-cloud',
      'far-chat:200b',
      'open-chat:100b',
      'big',
      'bigger',
    ])
  })

  it.each([
    ['Shared-Chat:1b', /^Shared-Chat:1b@(home|attic)$/],
    ['SHARED-chat:1B', /^Shared-Chat:1b@(home|attic)$/],
    ['shared-chat:1b@attic', /^Shared-Chat:1b@attic$/],
    ['Shared-Chat:1b@HOME', /^Shared-Chat:1b@home$/],
    ['twin-chat:1b', /^twin-chat:1b@home$/],
    ['twin-chat:1b@home', /^twin-chat:1b@home$/],
    ['twin-chat:1b@attic', /^twin-chat:1b@attic@attic$/],
    ['plain-chat', /^plain-chat@attic$/],
    ['plain-chat:latest', /^plain-chat@attic$/],
    ['plain-chat:latest@attic', /^plain-chat@attic$/],
    ['twin-chat:1b@hosted', /^404 model_not_found$/],
    ['say-please', /^twin-chat:1b@home$/],
    ['big', /^far-chat:200b@hosted$/],
    ['bigger', /^far-chat:200b@hosted$/],
  ])('%s', async (name, who) => {
    expect(await whoAnswers(name)).toMatch(who)
  })

  it.each([
    undefined,
    null,
    'smarterrouter/main',
    'SmarterRouter/main',
    'smarterrouter/main:latest',
    'gpt-4o',
    'gpt-4o-mini-2024',
  ])('%s has the router choose', async (model) => {
    const response = await router.chat({ model, messages: [{ role: 'user', content: 'Hi' }] })
    expect(response.status).toBe(200)
    expect(response.headers.get('x-router-reason')).not.toContain('asked for by name')
  })

  it('?model= is another way to name a model, and wins', async () => {
    const post = (path: string) =>
      fetch(router.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'plain-chat', messages: [{ role: 'user', content: 'Hi' }] }),
      })
    const named = await post('/v1/chat/completions?model=twin-chat:1b')
    expect(named.headers.get('x-router-model')).toBe('twin-chat:1b')
    const unknown = await post('/v1/chat/completions?model=nobody')
    expect(await errorOf(unknown)).toMatchObject({ status: 404, code: 'model_not_found' })
  })

  it('an unknown one is told the nearest', async () => {
    const error = await errorOf(await ask(router, 'plain-chatt'))
    expect(error).toMatchObject({
      status: 404,
      type: 'not_found_error',
      code: 'model_not_found',
      param: 'model',
    })
    expect(error.message).toContain('"plain-chatt"')
    expect(error.message).toContain('Did you mean "plain-chat"')
    const embedding = await router.embed({ model: 'plain-chatt', input: 'x' })
    expect(await errorOf(embedding)).toMatchObject({ status: 404, code: 'model_not_found' })
    const retrieved = await router.get('/v1/models/plain-chatt')
    expect(await errorOf(retrieved)).toMatchObject({ status: 404, code: 'model_not_found' })
  })

  it('one model fails over between its placements, and a pinned one does not', async () => {
    const order = { mode: 'status', status: 500, times: 1 } as const
    for (const [broken, other] of [
      [home, 'attic'],
      [attic, 'home'],
    ] as const) {
      await broken.control({ fail: order })
      const response = await ask(router, 'Shared-Chat:1b')
      expect(response.status).toBe(200)
      if (response.headers.get('x-router-attempts') === '2') {
        expect(response.headers.get('x-router-backend')).toBe(other)
      }
      await broken.control({ fail: order })
      const pinned = await ask(router, `shared-chat:1b@${broken === home ? 'home' : 'attic'}`)
      expect(await errorOf(pinned)).toMatchObject({ status: 502, code: 'upstream_error' })
      await broken.control({ fail: null })
    }
  })

  it('a prefix is put before what goes out and never shown', async () => {
    for (const [backend, simulator, id] of [
      ['hosted', hosted, 'vendor/far-chat:200b'],
      ['opened', opened, 'other/far-chat:200b'],
    ] as const) {
      for (const stream of [false, true]) {
        const response = await ask(router, `far-chat:200b@${backend}`, { stream })
        expect(response.status).toBe(200)
        expect(response.headers.get('x-router-model')).toBe('far-chat:200b')
        const text = await response.text()
        expect(text).toContain('"model":"far-chat:200b"')
        expect(text).not.toContain(id)
        const { recent } = await simulator.stats()
        expect(JSON.parse(recent.at(-1)?.body ?? '')).toMatchObject({ model: id })
      }
    }
    expect(await whoAnswers('vendor/far-chat:200b')).toBe('404 model_not_found')
  })

  it('a remote model is chosen only where its owner said so, and answers to its name anyway', async () => {
    const hard = 'Prove that there are infinitely many primes, step by step, and find every flaw.'
    const chosen = new Set<string | null>()
    const before = (await hosted.stats()).byPath['/v1/chat/completions']
    for (const content of ['Hi', hard, `${hard} ${'Then write the code for it. '.repeat(20)}`]) {
      const response = await router.chat({ messages: [{ role: 'user', content }] })
      expect(response.status).toBe(200)
      chosen.add(response.headers.get('x-router-model'))
    }
    expect(chosen).not.toContain('far-chat:200b')
    expect(chosen).not.toContain('cloud-chat:480b-cloud')
    expect(await whoAnswers('cloud-chat:480b-cloud')).toBe('cloud-chat:480b-cloud@attic')
    expect((await hosted.stats()).byPath['/v1/chat/completions']).toBe(before)
    expect(await whoAnswers('far-chat:200b')).toMatch(/^far-chat:200b@(hosted|opened)$/)
    expect(await whoAnswers('open-chat:100b')).toBe('open-chat:100b@opened')
    expect(chosen).toContain('open-chat:100b')
  })

  it("the router's own can be changed", async () => {
    const own = await startRouter({
      yaml: `backends: [{ name: home, kind: ollama, url: '${home.url}' }]`,
      env: { ROUTER_EXTERNAL_MODEL_NAME: 'my/Own' },
    })
    try {
      expect(await listed(own)).toEqual(['my/Own'])
      for (const name of ['my/Own', 'my/own:latest']) {
        expect((await ask(own, name)).status).toBe(200)
      }
      const former = await errorOf(await ask(own, 'smarterrouter/main'))
      expect(former).toMatchObject({ status: 404, code: 'model_not_found' })
    } finally {
      await own.stop()
    }
  })
})

describe('remote models alone', () => {
  it('leave nothing to choose from, and the error says what to do', async () => {
    const simulator = await startSimulator('openai', { models: [{ name: 'far-chat:200b' }] })
    const router = await startRouter({
      yaml: `backends: [{ name: far, kind: openai, url: '${simulator.url}', remote: true }]`,
    })
    try {
      const refused = await errorOf(await ask(router, undefined))
      expect(refused).toMatchObject({ status: 503, code: 'no_backends' })
      expect(refused.message).toContain('"models"')
      expect((await simulator.stats()).byPath['/v1/chat/completions']).toBeUndefined()
      expect((await ask(router, 'far-chat:200b')).status).toBe(200)
    } finally {
      await router.stop()
      await simulator.stop()
    }
  })
})
