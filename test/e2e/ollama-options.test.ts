import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Stats } from '../../src/demo/engine/control.ts'
import {
  type ChatBody,
  type ErrorBody,
  json,
  type Router,
  startRouter,
  until,
} from '../support/router.ts'
import { scratchFolder } from '../support/router-process.ts'
import { type Simulator, startSimulator } from '../support/simulators.ts'
import { streamed } from '../support/streamed.ts'

/** What clients say of their own accord, and what must not reach Ollama. */
const WISHES = {
  num_ctx: 2048,
  keep_alive: '10s',
  options: { num_ctx: 1024, num_gpu: 1 },
}

interface AdminModels {
  readonly models: readonly {
    readonly placements: readonly {
      readonly key: string
      readonly context_setting: number | null
      readonly facts: {
        readonly servedContext?: { readonly value: number; readonly source: string }
      }
    }[]
  }[]
}

let simulator: Simulator
let router: Router

beforeAll(async () => {
  simulator = await startSimulator('ollama', {
    slots: 4,
    models: [
      { name: 'plain-chat:1b' },
      { name: 'file-chat:1b', modelfile: { num_ctx: 8192 } },
      { name: 'own-chat:1b' },
      { name: 'embedder', role: 'embedding' },
      { name: 'growing-chat:1b' },
      { name: 'crowded-chat:1b', speed: { load: 0.3 } },
      { name: 'answering-chat:1b' },
      { name: 'kept-chat:1b' },
      { name: 'queued-chat:1b', speed: { decode: 40 } },
      { name: 'short-chat:1b', trainedContext: 8192 },
    ],
  })
  router = await startRouter({
    yaml: `
      backends: [{ name: sim, kind: ollama, url: '${simulator.url}' }]
      overrides: { 'own-chat*': { num_ctx: 6144 }, embedder: { num_ctx: 1536 } }`,
    env: { ROUTER_MAX_CONTEXT: '20000' },
  })
})
afterAll(async () => {
  await router?.stop()
  await simulator?.stop()
})

const words = (count: number) => 'word '.repeat(count)

function chat(model: string, content: string, more: object = {}): Promise<Response> {
  return router.chat({ model, messages: [{ role: 'user', content }], max_tokens: 20, ...more })
}

/** The bodies of the calls to a model so far, oldest first. */
function callsOf(model: string, { recent }: Stats): readonly Record<string, unknown>[] {
  return recent
    .filter(({ path }) => path === '/api/chat' || path === '/api/embed')
    .map(({ body }) => JSON.parse(body) as Record<string, unknown>)
    .filter((body) => String(body['model']).startsWith(model))
}

function contextOf(model: string, { loaded }: Stats): number | undefined {
  return loaded.find(({ name }) => name === model)?.context
}

async function settingOf(key: string): Promise<number | null | undefined> {
  const { models } = await json<AdminModels>(await router.get('/admin/models'))
  return models.flatMap((one) => one.placements).find((one) => one.key === key)?.context_setting
}

describe('one set of options on every call', () => {
  it('whatever clients wish, nothing is ever loaded anew', async () => {
    const names = ['plain-chat:1b', 'file-chat:1b', 'own-chat:1b']
    for (const name of names) {
      for (const more of [{}, WISHES, { stream: true }, { ...WISHES, stream: true, seed: 1 }]) {
        const response = await chat(name, 'Hello', more)
        expect(response.status).toBe(200)
        await response.text()
        const dropped = response.headers.get('x-router-dropped-params')
        expect(dropped).toBe('num_ctx' in more ? 'num_ctx, keep_alive, options' : null)
      }
    }
    for (const more of [{}, WISHES]) {
      const response = await router.embed({ model: 'embedder', input: 'text', ...more })
      expect(response.status).toBe(200)
      const dropped = response.headers.get('x-router-dropped-params')
      expect(dropped).toBe('num_ctx' in more ? 'num_ctx, keep_alive, options' : null)
    }
    const stats = await simulator.stats()
    expect([stats.loads, stats.reloads, stats.unloads]).toEqual([4, 0, 0])
    expect(names.map((name) => contextOf(name, stats))).toEqual([4096, 8192, 6144])
    expect(contextOf('embedder', stats)).toBe(1536)
    for (const name of [...names, 'embedder']) {
      const calls = callsOf(name, stats)
      const options = calls.map((call) => call['options'] as Record<string, unknown> | undefined)
      const loading = options.map((one) => [one?.['num_ctx'], one?.['num_gpu']])
      expect(new Set(loading.map(String)).size).toBe(1)
      expect(calls.map((call) => [call['keep_alive'], call['truncate']])).toEqual(
        calls.map(() => [-1, false]),
      )
    }
  })
})

describe('a prompt that the served context does not hold', () => {
  it('raises the context once, to the next step, for good', async () => {
    const model = 'growing-chat:1b'
    await (await chat(model, 'Hello')).text()
    const before = await simulator.stats()
    expect(contextOf(model, before)).toBe(4096)
    expect(await settingOf(`${model}@sim`)).toBeNull()

    const raised = await chat(model, words(5000))
    expect(raised.status).toBe(200)
    expect(raised.headers.get('x-router-reason')).toMatch(/8192/)
    const { usage } = await json<ChatBody>(raised)
    expect(usage.prompt_tokens).toBeGreaterThan(5000)
    expect(await settingOf(`${model}@sim`)).toBe(8192)

    for (const more of [{}, { stream: true }, WISHES]) await (await chat(model, 'Hi', more)).text()
    await (await chat(model, words(5500))).text()
    const after = await simulator.stats()
    expect(after.reloads).toBe(before.reloads + 1)
    expect(contextOf(model, after)).toBe(8192)

    await (await chat(model, words(10_000))).text()
    await (await chat(model, 'Hi')).text()
    const again = await simulator.stats()
    expect(again.reloads).toBe(before.reloads + 2)
    expect(contextOf(model, again)).toBe(16_384)
    expect(await settingOf(`${model}@sim`)).toBe(16_384)
  })

  it('raises it once, however many ask at the same time', async () => {
    const model = 'crowded-chat:1b'
    await (await chat(model, 'Hello')).text()
    const { reloads } = await simulator.stats()
    const answers = await Promise.all(
      [5000, 3, 5200, 4, 5400].map((count) => chat(model, words(count), { stream: true })),
    )
    for (const answer of answers) expect((await streamed(answer)).done).toBe(true)
    const after = await simulator.stats()
    expect(contextOf(model, after)).toBe(8192)
    expect(after.reloads).toBe(reloads + 1)
  })

  it('never lowers it, whatever waits in line behind', async () => {
    const line = await startRouter({
      yaml: `backends: [{ name: sim, kind: ollama, url: '${simulator.url}', concurrency: 1 }]`,
    })
    onTestFinished(() => line.stop())
    const ask = (content: string) =>
      line.chat({ model: 'queued-chat:1b', messages: [{ role: 'user', content }], max_tokens: 20 })
    const slow = ask('[[tokens:40]]')
    await until(async () => (await simulator.stats()).open > 0)
    const asked = [slow]
    for (const count of [12_000, 6000, 2]) {
      asked.push(ask(words(count)))
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
    for (const answer of await Promise.all(asked)) expect(answer.status).toBe(200)
    const calls = callsOf('queued-chat:1b', await simulator.stats())
    const contexts = calls.map(({ options }) => (options as { num_ctx?: number })?.num_ctx ?? 0)
    expect(contexts).toEqual([...contexts].sort((one, other) => one - other))
    expect(contexts.at(-1)).toBe(16_384)
  })

  it('keeps it when the router starts again, unless one was configured meanwhile', async () => {
    const folder = scratchFolder()
    const start = (rest = '') =>
      startRouter({
        yaml: `backends: [{ name: sim, kind: ollama, url: '${simulator.url}' }]${rest}`,
        env: { ROUTER_DATABASE_URL: `sqlite:///${join(folder, 'router.db')}` },
      })
    const ask = (of: Router, content: string) =>
      of.chat({ model: 'kept-chat:1b', messages: [{ role: 'user', content }] })
    const before = await start()
    await (await ask(before, words(5000))).text()
    await before.stop()

    const { reloads } = await simulator.stats()
    const after = await start()
    await (await ask(after, 'Hi')).text()
    await after.stop()
    const stats = await simulator.stats()
    expect(contextOf('kept-chat:1b', stats)).toBe(8192)
    expect(stats.reloads).toBe(reloads)

    const configured = await start("\noverrides: { 'kept-chat*': { num_ctx: 6144 } }")
    await (await ask(configured, 'Hi')).text()
    await configured.stop()
    expect(contextOf('kept-chat:1b', await simulator.stats())).toBe(6144)
  })

  it('raises it for a long answer as well', async () => {
    const model = 'answering-chat:1b'
    const response = await chat(model, 'Tell me everything.', { max_tokens: 6000 })
    expect(response.status).toBe(200)
    const stats = await simulator.stats()
    expect(contextOf(model, stats)).toBe(8192)
    expect(await settingOf(`${model}@sim`)).toBe(8192)
  })

  it('goes as far as it may, and not further', async () => {
    const model = 'growing-chat:1b'
    const most = await chat(model, words(18_000))
    expect(most.status).toBe(200)
    expect((await json<ChatBody>(most)).usage.prompt_tokens).toBeGreaterThan(18_000)
    expect(await settingOf(`${model}@sim`)).toBe(20_000)
    const calls = (await simulator.stats()).requests

    const tooMuch = await chat(model, words(25_000))
    expect(tooMuch.status).toBe(400)
    const { error } = await json<ErrorBody>(tooMuch)
    expect(error).toMatchObject({
      code: 'context_length_exceeded',
      type: 'invalid_request_error',
      param: 'messages',
    })
    expect(error.message).toMatch(/\b20000 tokens\b.*\b2\d{4}\b/)
    expect((await simulator.stats()).requests).toBe(calls)

    const trained = await chat('short-chat:1b', words(10_000))
    expect(trained.status).toBe(400)
    expect((await json<ErrorBody>(trained)).error.message).toMatch(/\b8192 tokens\b.*\b1\d{4}\b/)
  })

  it('is refused in words, never cut, when it turns out longer than it looked', async () => {
    const longer = '..'.repeat(3000)
    const response = await chat('plain-chat:1b', longer)
    expect(response.status).toBe(400)
    const { error } = await json<ErrorBody>(response)
    expect(error.code).toBe('context_length_exceeded')
    const { recent } = await simulator.stats()
    expect(recent.at(-1)?.body).toContain(longer)
    const next = await chat('plain-chat:1b', 'Hello')
    expect(next.status).toBe(200)
  })
})
