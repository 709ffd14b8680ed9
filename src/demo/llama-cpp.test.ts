import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { framesOf, recorded, shapeOf } from '../../test/support/recorded.ts'
import type { Simulator } from '../../test/support/simulators.ts'
import { eventually, startSimulator } from '../../test/support/simulators.ts'

const servers = new Map<string, Simulator>()

async function started(name: string, ...how: Parameters<typeof startSimulator>): Promise<void> {
  servers.set(name, await startSimulator(...how))
}

function server(name: string): Simulator {
  const found = servers.get(name)
  if (found === undefined) throw new Error(`${name} was not started`)
  return found
}

beforeAll(async () => {
  const talents = ['tools', 'thinking'] as const
  await Promise.all([
    started('chat', 'llama.cpp', {
      slots: 2,
      models: [{ name: 'smol', talents, servedContext: 512 }],
    }),
    started('embed', 'llama.cpp', { models: [{ name: 'minilm', role: 'embedding' }] }),
    started('router', 'llama.cpp', {
      router: true,
      maxLoaded: 2,
      models: [
        { name: 'broken', broken: true },
        { name: 'minilm', role: 'embedding' },
        { name: 'smol-a', speed: { decode: 50 } },
        { name: 'smol-b' },
      ],
    }),
  ])
})

afterAll(() => Promise.all([...servers.values()].map((one) => one.stop())))

beforeEach(async () => {
  await server('router').control({ fail: null, wedge: false })
})

function get(name: string, path: string): Promise<Response> {
  return fetch(server(name).url + path)
}

function post(name: string, path: string, body: object, signal?: AbortSignal): Promise<Response> {
  const init = { method: 'POST', body: JSON.stringify(body), signal: signal ?? null }
  return fetch(server(name).url + path, init)
}

function chat(
  name: string,
  text: string,
  more: object = {},
  signal?: AbortSignal,
): Promise<Response> {
  const messages = [{ role: 'user', content: text }]
  return post(name, '/v1/chat/completions', { messages, ...more }, signal)
}

async function events(response: Response): Promise<readonly unknown[]> {
  return framesOf((await response.text()).split('\n\n'))
}

async function expectLike(name: string, response: Response): Promise<void> {
  const { status, headers, json } = recorded(name).response
  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toBe(headers['Content-Type'])
  expect(response.headers.get('server')).toBe('llama.cpp')
  expect(shapeOf(await response.json())).toEqual(shapeOf(json))
}

async function expectSame(name: string, response: Response): Promise<void> {
  const { status, json } = recorded(name).response
  expect([response.status, await response.json()]).toEqual([status, json])
}

async function expectFramesLike(name: string, response: Response): Promise<void> {
  const { headers, frames } = recorded(name).response
  for (const header of ['Server', 'X-Accel-Buffering', 'Content-Type']) {
    expect(response.headers.get(header)).toBe(headers[header])
  }
  expect(shapeOf(await events(response))).toEqual(shapeOf(framesOf(frames ?? [])))
}

describe('simulated llama.cpp with one model', () => {
  it('tells of itself as recorded', async () => {
    await expectLike('llama.cpp-b11549-v1-models', await get('chat', '/v1/models'))
    await expectLike('llama.cpp-b11549-slots-idle', await get('chat', '/slots'))
    expect(await (await get('chat', '/health')).json()).toEqual({ status: 'ok' })
    const props = (await (await get('chat', '/props')).json()) as object
    const known = recorded('llama.cpp-b11549-props').response.json as object
    expect(Object.keys(props)).toEqual(Object.keys(known))
    expect(props).toMatchObject({ default_generation_settings: { n_ctx: 512 }, total_slots: 2 })
  })

  it('says everywhere that it is loading until it has loaded', async () => {
    const model = { name: 'late', speed: { load: 60 } }
    await started('loading', 'llama.cpp', { models: [model] })
    for (const path of ['/health', '/v1/models', '/props']) {
      await expectSame('llama.cpp-b11549-loading-health', await get('loading', path))
    }
    expect((await chat('loading', 'hi')).status).toBe(503)
  })

  it('streams chats as recorded, with usage, tools and progress', async () => {
    const usage = { stream: true, stream_options: { include_usage: true } }
    await expectFramesLike('llama.cpp-b11549-chat-stream', await chat('chat', 'hi', usage))
    const tools = [{ type: 'function', function: { name: 'get_weather' } }]
    const called = await chat('chat', '[[call:get_weather {"a":1}]]', { stream: true, tools })
    await expectFramesLike('llama.cpp-b11549-chat-tools-stream', called)
    const progress = await events(await chat('chat', 'hi', { stream: true, return_progress: true }))
    const recording = recorded('llama.cpp-b11549-chat-progress').response.frames ?? []
    expect(shapeOf(progress.slice(0, 3))).toEqual(shapeOf(framesOf(recording.slice(0, 3))))
  })

  it('thinks in reasoning_content unless the template switches it off', async () => {
    const message = async (more: object): Promise<unknown> => {
      const response = await chat('chat', '[[think:hm]] [[say:yes]]', more)
      return ((await response.json()) as { choices: { message: unknown }[] }).choices[0]?.message
    }
    expect(await message({})).toEqual({
      role: 'assistant',
      content: 'yes',
      reasoning_content: 'hm',
    })
    const off = { chat_template_kwargs: { enable_thinking: false } }
    expect(await message(off)).toEqual({ role: 'assistant', content: 'yes' })
  })

  it('refuses what does not fit, images and embeddings, as recorded', async () => {
    const long = await chat('chat', Array(600).fill('word').join(' '))
    await expectLike('llama.cpp-b11549-error-context', long.clone() as Response)
    expect(await long.json()).toMatchObject({ error: { n_prompt_tokens: 604, n_ctx: 512 } })
    const image = [{ type: 'image_url', image_url: { url: 'data:image/png;base64,iVBO' } }]
    const seen = await post('chat', '/v1/chat/completions', {
      messages: [{ role: 'user', content: image }],
    })
    await expectSame('llama.cpp-b11549-error-image', seen)
    const embedding = await post('chat', '/v1/embeddings', { input: 'hello' })
    await expectSame('llama.cpp-b11549-error-embeddings-off', embedding)
    expect((await chat('embed', 'hi')).status).toBe(500)
  })

  it('ends an answer that fills the context', async () => {
    const answer = await (await chat('chat', `[[tokens:2000]]`)).json()
    expect(answer).toMatchObject({ choices: [{ finish_reason: 'length' }] })
  })

  it('embeds as recorded, in base64 too, and cuts text into tokens', async () => {
    const input = ['a cat sat on the mat', 'quarterly tax report']
    const response = await post('embed', '/v1/embeddings', { input })
    await expectLike('llama.cpp-b11549-v1-embeddings', response)
    const packed = await post('embed', '/v1/embeddings', { input: 'x', encoding_format: 'base64' })
    const { data } = (await packed.json()) as { data: { embedding: string }[] }
    expect(Buffer.from(data[0]?.embedding ?? '', 'base64')).toHaveLength(64 * 4)
    const cut = await post('chat', '/tokenize', { content: 'one two three' })
    expect(((await cut.json()) as { tokens: number[] }).tokens).toHaveLength(3)
  })
})

describe('simulated llama.cpp router', () => {
  const call = { model: 'smol-b' }

  it('tells of itself and refuses as recorded', async () => {
    await expectLike('llama.cpp-b10434-props', await get('router', '/props'))
    await expectSame(
      'llama.cpp-b10434-chat-unknown-model',
      await chat('router', 'x', { model: 'nope' }),
    )
    await expectSame(
      'llama.cpp-b10434-load-unknown',
      await post('router', '/models/load', { model: 'nope' }),
    )
    await expectSame('llama.cpp-b10434-unload-again', await post('router', '/models/unload', call))
    const messages = [{ role: 'user', content: 'x' }]
    const kept = await post('router', '/v1/chat/completions?autoload=false', { ...call, messages })
    await expectSame('llama.cpp-b10434-chat-no-autoload', kept)
  })

  it('loads on order and by the first request, and lists each status as recorded', async () => {
    await expectSame('llama.cpp-b10434-load', await post('router', '/models/load', call))
    await eventually(server('router'), (stats) => stats.loaded.length === 1)
    await post('router', '/v1/embeddings', { model: 'minilm', input: 'x' })
    await expectLike('llama.cpp-b10434-models-loaded', await get('router', '/models'))
    expect((await server('router').stats()).loaded.map((model) => model.name)).toEqual([
      'smol-b',
      'minilm',
    ])
    const unload = await post('router', '/models/unload', call)
    expect(await unload.json()).toEqual({ success: true })
  })

  it('shows that a load failed', async () => {
    await post('router', '/models/load', { model: 'broken' })
    const entry = async (): Promise<unknown> => {
      const list = await (await get('router', '/models')).json()
      return (list as { data: unknown[] }).data[0]
    }
    await expect.poll(entry).toMatchObject({
      id: 'broken',
      status: { value: 'unloaded', exit_code: 1, failed: true },
    })
    expect((await chat('router', 'x', { model: 'broken' })).status).toBe(500)
  })

  it('over its limit stops the model least recently used, though it is answering', async () => {
    const busy = await chat('router', '[[tokens:10000]]', { model: 'smol-a', stream: true })
    await chat('router', 'x', call)
    await post('router', '/v1/embeddings', { model: 'minilm', input: 'x' })
    await expect(busy.text()).rejects.toThrow()
    const { loaded } = await server('router').stats()
    expect(loaded.map((model) => model.name)).toEqual(['smol-b', 'minilm'])
  })

  it('stops writing when the client leaves', async () => {
    const leaving = new AbortController()
    const asked = { model: 'smol-a', stream: true }
    const response = await chat('router', '[[tokens:10000]]', asked, leaving.signal)
    await response.body?.getReader().read()
    leaving.abort()
    const stats = await eventually(server('router'), (now) => now.open === 0)
    expect(stats.cancelled.at(-1)).toMatchObject({ phase: 'decode' })
  })

  it('fails in mid-stream with an event, as ordered', async () => {
    await server('router').control({ fail: { mode: 'error_mid_stream', after: 1 } })
    const frames = await events(await chat('router', 'x', { ...call, stream: true }))
    expect(frames.at(-1)).toEqual({
      error: { code: 500, message: 'simulated failure', type: 'server_error' },
    })
  })
})
