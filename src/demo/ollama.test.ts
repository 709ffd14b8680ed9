import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { framesOf, recorded, shapeOf } from '../../test/support/recorded.ts'
import type { Simulator } from '../../test/support/simulators.ts'
import { startSimulator } from '../../test/support/simulators.ts'

const MODELS = [
  { name: 'plain' },
  { name: 'smart', talents: ['tools', 'thinking', 'vision'] },
  { name: 'minilm', role: 'embedding', family: 'bert', parameters: 0.0226, servedContext: 256 },
] as const

let ollama: Simulator

beforeAll(async () => {
  ollama = await startSimulator('ollama', { models: MODELS })
})

afterAll(() => ollama.stop())

function post(path: string, body: unknown): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return fetch(ollama.url + path, { method: 'POST', body: text })
}

function chat(text: string, more: object = {}): Promise<Response> {
  const messages = [{ role: 'user', content: text }]
  return post('/api/chat', { model: 'plain', messages, ...more })
}

async function lines(response: Response): Promise<readonly unknown[]> {
  return framesOf((await response.text()).split('\n'))
}

/** Compares an answer with a recorded one: status, type and the form of the JSON. */
async function expectLike(name: string, response: Response): Promise<void> {
  const { status, headers, json } = recorded(name).response
  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toBe(headers['Content-Type'])
  expect(shapeOf(await response.json())).toEqual(shapeOf(json))
}

describe('simulated Ollama', () => {
  it('streams a chat as recorded', async () => {
    const { response } = recorded('ollama-0.24.0-chat-stream')
    const said = await chat('What is the capital of France?')
    expect(said.headers.get('content-type')).toBe(response.headers['Content-Type'])
    const frames = await lines(said)
    expect(shapeOf(frames)).toEqual(shapeOf(framesOf(response.frames ?? [])))
    expect(frames.at(-1)).toMatchObject({ model: 'plain', done: true, done_reason: 'stop' })
  })

  it('answers whole chats, schemas and tool calls as recorded', async () => {
    await expectLike(
      'ollama-0.24.0-chat-schema',
      await chat('x', { stream: false, format: 'json' }),
    )
    const tools = [{ type: 'function', function: { name: 'get_weather' } }]
    const call = '[[call:get_weather {"country":"Norway"}]]'
    const frames = await lines(await chat(call, { model: 'smart', tools }))
    const { frames: expected } = recorded('ollama-0.24.0-chat-tools-stream').response
    expect(shapeOf(frames)).toEqual(shapeOf(framesOf(expected ?? [])))
  })

  it('lists, shows and tells its version as recorded', async () => {
    await expectLike('ollama-0.24.0-version', await fetch(`${ollama.url}/api/version`))
    await expectLike('ollama-0.24.0-tags', await fetch(`${ollama.url}/api/tags`))
    const show = (await (await post('/api/show', { model: 'plain' })).json()) as object
    const known = recorded('ollama-0.24.0-show').response.json as object
    expect(Object.keys(known)).toEqual(expect.arrayContaining(Object.keys(show)))
    expect(show).toMatchObject({
      capabilities: ['completion'],
      model_info: { 'general.architecture': 'llama', 'llama.context_length': 32_768 },
    })
  })

  it('loads, shows what is loaded for ever, and unloads as recorded', async () => {
    const load = { model: 'plain', keep_alive: -1, options: { num_ctx: 2048 } }
    await expectLike('ollama-0.24.0-load', await post('/api/generate', load))
    const ps = await fetch(`${ollama.url}/api/ps`)
    const [entry] = ((await ps.clone().json()) as { models: { expires_at: string }[] }).models
    await expectLike('ollama-0.24.0-ps-forever', ps)
    expect(new Date(entry?.expires_at ?? '').getFullYear()).toBeGreaterThan(2300)
    const unload = { model: 'plain', keep_alive: 0 }
    await expectLike('ollama-0.24.0-unload', await post('/api/generate', unload))
    expect((await ollama.stats()).loaded.map((model) => model.name)).not.toContain('plain')
  })

  it('embeds as recorded, at length 1, cut to the dimensions asked for', async () => {
    const input = ['a cat sat on the mat', 'quarterly tax report']
    await expectLike('ollama-0.24.0-embed', await post('/api/embed', { model: 'minilm', input }))
    const short = await post('/api/embed', { model: 'minilm', input, dimensions: 8 })
    const { embeddings } = (await short.json()) as { embeddings: number[][] }
    expect(embeddings.map((vector) => vector.length)).toEqual([8, 8])
    expect(Math.hypot(...(embeddings[0] ?? []))).toBeCloseTo(1)
  })

  it.each([
    ['error-unknown-model', '/api/chat', { model: 'nope', messages: [{}] }],
    ['error-bad-json', '/api/chat', '{bad'],
    ['error-chat-on-embedding', '/api/chat', { model: 'minilm', messages: [{}] }],
    [
      'embed-overflow-no-truncate',
      '/api/embed',
      { model: 'minilm', input: 'word '.repeat(300), truncate: false },
    ],
  ])('says %s in the recorded words', async (name, path, body) => {
    const { status, json } = recorded(`ollama-0.24.0-${name}`).response
    const response = await post(path, body)
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual(json)
  })

  it('refuses thinking and tools where the model has neither, as recorded', async () => {
    const think = await chat('x', { think: true })
    expect(await think.json()).toEqual({ error: '"plain" does not support thinking' })
    const tools = await chat('x', { tools: [{ type: 'function', function: { name: 'f' } }] })
    expect(tools.status).toBe(400)
    expect(((await tools.json()) as { error: string }).error).toMatch(
      /^\S+\/library\/plain:latest does not support tools$/,
    )
  })

  it('drops an image silently when the model cannot see', async () => {
    const messages = [{ role: 'user', content: 'What is this?', images: ['iVBO'] }]
    const body = { model: 'plain', messages, stream: false, options: { num_predict: 4 } }
    const response = await post('/api/chat', body)
    const answer = await response.clone().json()
    await expectLike('ollama-0.24.0-image-ignored', response)
    expect(answer).toMatchObject({ done_reason: 'length', eval_count: 4 })
  })

  it('cuts a long prompt silently, and refuses it with truncate false', async () => {
    const long = 'word '.repeat(600)
    const options = { num_ctx: 256 }
    const cut = await (await chat(long, { stream: false, options })).json()
    expect(cut).toMatchObject({ prompt_eval_count: 256 })
    const refused = await chat(long, { options, truncate: false })
    expect(refused.status).toBe(400)
  })

  it('hears only requests made to a local name', async () => {
    const status = (host: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const path = `${ollama.url}/api/version`
        request(path, { headers: { host } }, (response) => resolve(response.resume().statusCode))
          .on('error', reject)
          .end()
      })
    expect(await status('router.example')).toBe(403)
    expect(await status('localhost:11434')).toBe(200)
    expect(await status('[::1]:11434')).toBe(200)
    expect(await status('192.168.1.7')).toBe(200)
    expect(await status('8.8.8.8')).toBe(403)
  })

  it('speaks of itself at the root, and of nothing elsewhere', async () => {
    expect(await (await fetch(ollama.url)).text()).toBe('Ollama is running')
    expect((await fetch(ollama.url, { method: 'HEAD' })).status).toBe(200)
    expect((await fetch(`${ollama.url}/nowhere`)).status).toBe(404)
    expect((await fetch(`${ollama.url}/api/chat`)).status).toBe(405)
  })
})
