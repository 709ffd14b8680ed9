import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { backendSettings, placementOf } from '../../test/support/backend-settings.ts'
import { recorded } from '../../test/support/recorded.ts'
import {
  type ScriptedRequest,
  type ScriptedServer,
  scriptedServer,
  sendJson,
} from '../../test/support/scripted-server.ts'
import type { Backend, ChatListener } from '../contracts/backend.ts'
import type { Placement, ReportedModel } from '../contracts/model.ts'
import { openaiChat } from '../dialects/openai-chat.ts'
import { openaiEmbeddings } from '../dialects/openai-embeddings.ts'
import { ollama } from './ollama.ts'

const never = new AbortController().signal
const json = (name: string): object => recorded(`ollama-0.24.0-${name}`).response.json as object

let server: ScriptedServer
let backend: Backend

beforeEach(async () => {
  server = await scriptedServer({
    '/api/version': json('version'),
    '/api/tags': json('tags'),
    '/api/ps': json('ps-loaded'),
    '/api/show': json('show'),
  })
  backend = ollama.connect(backendSettings(server.url))
})

afterEach(async () => {
  await backend.close()
  await server.close()
})

function asked(path: string): readonly ScriptedRequest[] {
  return server.requests.filter((request) => request.path === path)
}

async function look(id: string): Promise<ReportedModel | undefined> {
  const { models } = await backend.look(never)
  return models.find((model) => model.id === id)
}

function tag(more: object): object {
  return { models: [{ name: 'm:latest', digest: 'd', ...more }] }
}

describe('a look', () => {
  it('finds the version, the models and what is known of them', async () => {
    const { version, models } = await backend.look(never)
    expect(version).toBe('0.24.0')
    expect(models.map(({ id }) => id)).toEqual(['minilm:latest', 'gemma3:latest', 'smollm2:latest'])
    expect(models[2]).toEqual({
      id: 'smollm2:latest',
      nativeId: 'smollm2:latest',
      digest: '90631ca521b034b203553bc9c2f224a7206e49ae12c542b198075bd9b09423bd',
      sizeBytes: 98363199,
      loaded: true,
      facts: {
        role: { value: 'chat', source: 'reported' },
        origin: { value: 'smollm2 8k-lc100k-mix1-ep2', source: 'reported' },
        family: { value: 'llama', source: 'reported' },
        parameters: { value: 0.134515008, source: 'reported' },
        quantisation: { value: 'Q4_1', source: 'reported' },
        trainedContext: { value: 8192, source: 'reported' },
        servedContext: { value: 2048, source: 'reported' },
        embeddingLength: { value: 576, source: 'reported' },
        capabilities: {
          vision: { value: false, source: 'reported' },
          tools: { value: true, source: 'reported' },
          reasoning: { value: false, source: 'reported' },
          audio: { value: false, source: 'reported' },
          json: { value: true, source: 'reported' },
        },
      },
    })
  })

  it('takes the smallest context for that of a model that is not loaded', async () => {
    const gemma = await look('gemma3:latest')
    expect(gemma?.loaded).toBe(false)
    expect(gemma?.facts.servedContext).toEqual({ value: 4096, source: 'inferred' })
    server.script['/api/show'] = {
      model_info: { 'general.architecture': 'x', 'x.context_length': 512 },
    }
    server.script['/api/tags'] = tag({})
    expect((await look('m:latest'))?.facts.servedContext?.value).toBe(512)
  })

  it('takes the context that the Modelfile asks for', async () => {
    const parameters =
      'stop                           "<|end|>"\nnum_ctx                        16384'
    server.script['/api/show'] = { ...json('show'), parameters }
    const gemma = await look('gemma3:latest')
    expect(gemma?.facts.servedContext).toEqual({ value: 8192, source: 'reported' })
  })

  it('asks for details once for each model and digest', async () => {
    await backend.look(never)
    await backend.look(never)
    expect(asked('/api/show').map(({ body }) => body)).toEqual([
      { model: 'minilm:latest' },
      { model: 'gemma3:latest' },
      { model: 'smollm2:latest' },
    ])
    server.script['/api/tags'] = tag({ digest: 'one' })
    await backend.look(never)
    server.script['/api/tags'] = tag({ digest: 'two' })
    await backend.look(never)
    expect(asked('/api/show')).toHaveLength(5)
  })

  it('loses only facts when details fail, and asks again', async () => {
    server.script['/api/show'] = (_, response) => sendJson(response, 500, { error: 'busy' })
    const { facts } = (await look('gemma3:latest')) ?? {}
    expect(facts?.parameters).toEqual({ value: 0.2681, source: 'reported' })
    expect(facts?.capabilities).toEqual({})
    expect(facts).not.toHaveProperty('role')
    server.script['/api/show'] = json('show')
    expect((await look('gemma3:latest'))?.facts.role?.value).toBe('chat')
  })

  it('tells embedding models, and those that do neither', async () => {
    server.script['/api/show'] = ({ body }, response) => {
      const embeds = Object(body).model === 'minilm:latest'
      sendJson(response, 200, { capabilities: embeds ? ['embedding'] : ['image'] })
    }
    const { models } = await backend.look(never)
    expect(models.map(({ facts }) => facts.role?.value)).toEqual(['embedding', 'other', 'other'])
    expect(models[0]?.facts.quantisation).toBeUndefined()
  })

  it('tells models that are elsewhere', async () => {
    server.script['/api/tags'] = tag({ remote_host: 'https://ollama.com:443', size: 384 })
    server.script['/api/show'] = {
      capabilities: ['completion', 'tools', 'thinking'],
      details: { context_length: 131072 },
    }
    const model = await look('m:latest')
    expect(model).toMatchObject({
      cloud: true,
      facts: {
        servedContext: { value: 131072, source: 'reported' },
        capabilities: { reasoning: { value: true } },
      },
    })
    expect(model).not.toHaveProperty('sizeBytes')
  })

  it('does not know what is loaded when it is not told', async () => {
    server.script['/api/ps'] = (_, response) => sendJson(response, 500, {})
    server.script['/api/version'] = (_, response) => sendJson(response, 500, {})
    const { version, models } = await backend.look(never)
    expect(version).toBeUndefined()
    expect(models.every((model) => !('loaded' in model))).toBe(true)
  })

  it('takes two names of one file for one model in memory', async () => {
    const digest = '90631ca521b034b203553bc9c2f224a7206e49ae12c542b198075bd9b09423bd'
    server.script['/api/tags'] = tag({ digest })
    expect((await look('m:latest'))?.loaded).toBe(true)
  })

  it('compares each name once, also of a server that says that it runs thousands', async () => {
    const names = (start: string) =>
      Array.from({ length: 40_000 }, (_, at) => ({ name: start + at }))
    server.script['/api/tags'] = { models: names('m') }
    server.script['/api/ps'] = { models: names('other') }
    const { models } = await backend.look(never)
    expect(models.filter(({ loaded }) => loaded === false)).toHaveLength(40_000)
  }, 15_000)

  it('passes over what is broken', async () => {
    server.script['/api/tags'] = {
      models: [null, 7, { name: '' }, { name: 'm:latest', size: 'x' }],
    }
    const { models } = await backend.look(never)
    expect(models.map(({ id }) => id)).toEqual(['m:latest'])
    server.script['/api/tags'] = { models: null }
    expect((await backend.look(never)).models).toEqual([])
  })

  it.each([
    ['another server', { object: 'list' }],
    ['a list', []],
  ])('fails at %s', async (_, answer) => {
    server.script['/api/tags'] = answer
    await expect(backend.look(never)).rejects.toMatchObject({ code: 'upstream_invalid_response' })
  })

  it('fails when nobody is there, and ends when the caller leaves', async () => {
    const gone = ollama.connect(backendSettings('http://127.0.0.1:1'))
    await expect(gone.look(never)).rejects.toMatchObject({ code: 'upstream_unreachable' })
    const reason = new Error('left')
    await expect(backend.look(AbortSignal.abort(reason))).rejects.toBe(reason)
  })
})

describe('a glance', () => {
  it('changes with what is in memory, and with nothing else', async () => {
    const before = await backend.glance?.(never)
    expect(await backend.glance?.(never)).toBe(before)
    server.script['/api/ps'] = { models: [] }
    expect(await backend.glance?.(never)).not.toBe(before)
    expect(server.requests.every(({ method, path }) => method + path === 'GET/api/ps')).toBe(true)
  })
})

describe('orders', () => {
  const load = (more: Partial<Placement> = {}): Promise<void> | undefined =>
    backend.load?.({ placement: placementOf('m:latest', more), keepAlive: -1 }, never)

  it('load with the options of every other request', async () => {
    server.script['/api/generate'] = json('load')
    await load({ contextSetting: 8192 })
    expect(asked('/api/generate')[0]?.body).toEqual({
      model: 'm:latest',
      keep_alive: -1,
      options: { num_ctx: 8192 },
    })
  })

  it('load what only embeds by embedding nothing, known or not', async () => {
    const message = '"m:latest" does not support generate'
    server.script['/api/generate'] = (_, response) => sendJson(response, 400, { error: message })
    server.script['/api/embed'] = json('embed')
    await load()
    await load({ facts: { role: { value: 'embedding', source: 'reported' }, capabilities: {} } })
    const body = { model: 'm:latest', keep_alive: -1, input: [] }
    expect(asked('/api/embed').map((request) => request.body)).toEqual([body, body])
    expect(asked('/api/generate')).toHaveLength(1)
  })

  it('unload, and wait until it is done', async () => {
    server.script['/api/generate'] = json('unload')
    server.script['/api/ps'] = (_, response) => {
      const models = asked('/api/ps').length < 3 ? [{ name: 'm:latest' }] : []
      sendJson(response, 200, { models })
    }
    await backend.unload?.(placementOf('m:latest'), never)
    expect(asked('/api/generate')[0]?.body).toEqual({ model: 'm:latest', keep_alive: 0 })
    expect(asked('/api/ps')).toHaveLength(3)
  })

  it('fail by the fault of a server that answers nonsense', async () => {
    server.script['/api/generate'] = { done: true }
    server.script['/api/ps'] = []
    const order = backend.unload?.(placementOf('smollm2:latest'), never)
    await expect(order).rejects.toMatchObject({ code: 'upstream_invalid_response' })
  })

  it('fail with the words of the server', async () => {
    server.script['/api/generate'] = (_, response) =>
      sendJson(response, 500, { error: 'requires more system memory' })
    await expect(load()).rejects.toMatchObject({
      code: 'upstream_error',
      message: expect.stringContaining('requires more system memory'),
    })
  })
})

describe('another server at the same url', () => {
  const message =
    'The backend attic is configured as kind "any", but a llama.cpp server answers at its url: set its kind to "llama.cpp".'

  it.each([
    ['with a list like its own', recorded('llama.cpp-b11549-v1-models').response.json as object],
    ['without one', undefined],
  ])('is said to be llama.cpp when it is, %s', async (_, listed) => {
    await backend.look(never)
    for (const path of Object.keys(server.script)) delete server.script[path]
    server.script['/props'] = recorded('llama.cpp-b11549-props').response.json as object
    if (listed !== undefined) server.script['/api/tags'] = listed
    await expect(backend.look(never)).rejects.toMatchObject({ message })
  })

  it('is not thought of when only the version is missing', async () => {
    delete server.script['/api/version']
    expect((await backend.look(never)).models).toHaveLength(3)
  })
})

describe('ten thousand models', () => {
  it('are found at once, though not all is asked about each at the first look', async () => {
    const models = Array.from({ length: 10_000 }, (_, at) => ({ name: `m${at}`, digest: `${at}` }))
    server.script['/api/tags'] = { models }
    const shown: string[] = []
    server.script['/api/show'] = (request, response) => {
      shown.push(String(Object(request.body).model))
      sendJson(response, 200, json('show'))
    }
    vi.spyOn(performance, 'now').mockImplementation(() => 10 * shown.length)
    expect((await backend.look(never)).models).toHaveLength(10_000)
    const first = shown.length
    expect(first).toBeLessThan(500)
    vi.restoreAllMocks()
    vi.spyOn(performance, 'now').mockImplementation(() => 10 * (shown.length - first))
    await backend.look(never)
    vi.restoreAllMocks()
    expect(shown.length).toBeGreaterThan(first)
    expect(new Set(shown).size).toBe(shown.length)
  })
})

describe('embeddings', () => {
  const inputs = Array.from({ length: 2000 }, (_, at) => `text ${at}`)
  const request = openaiEmbeddings.decodeRequest(Buffer.from(JSON.stringify({ input: inputs })))

  it('come in batches, in order, whichever batch is answered first', async () => {
    let open = 0
    let most = 0
    server.script['/api/embed'] = ({ body }, response) => {
      const { input } = body as { readonly input: readonly string[] }
      most = Math.max(most, ++open)
      const embeddings = input.map((text) => [Number(text.slice(5))])
      const late = asked('/api/embed').length % 2 === 0 ? 0 : 3
      setTimeout(() => {
        open--
        sendJson(response, 200, { embeddings, prompt_eval_count: input.length })
      }, late)
    }
    const answer = await backend.embed({ request, placement: placementOf('minilm') }, never)
    expect(answer.vectors.map(([value]) => value)).toEqual(inputs.map((_, at) => at))
    expect(answer.inputTokens).toBe(2000)
    expect(asked('/api/embed')).toHaveLength(32)
    expect(most).toBe(2)
  })

  it('fail as a whole at the first batch that fails', async () => {
    server.script['/api/embed'] = (_, response) =>
      sendJson(response, 400, { error: 'the input length exceeds the context length' })
    const answer = backend.embed({ request, placement: placementOf('minilm') }, never)
    await expect(answer).rejects.toMatchObject({
      code: 'context_length_exceeded',
      details: { backend: 'attic' },
    })
    expect(asked('/api/embed').length).toBeLessThanOrEqual(2)
  })

  it('fail when vectors are missing, by the backend’s fault', async () => {
    server.script['/api/embed'] = { embeddings: [[1]] }
    const answer = backend.embed({ request, placement: placementOf('minilm') }, never)
    await expect(answer).rejects.toMatchObject({
      code: 'upstream_invalid_response',
      details: { backend: 'attic' },
    })
  })

  it('end when the caller leaves', async () => {
    const caller = new AbortController()
    const reason = new Error('left')
    server.script['/api/embed'] = () => caller.abort(reason)
    const answer = backend.embed({ request, placement: placementOf('minilm') }, caller.signal)
    await expect(answer).rejects.toBe(reason)
  })
})

describe('a chat', () => {
  it('goes to the native path and comes back as events', async () => {
    server.script['/api/chat'] = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' })
      response.end(`${recorded('ollama-0.24.0-chat-stream').response.frames?.join('\n')}\n`)
    }
    const body = { messages: [{ role: 'user', content: 'hi' }], stream: false, n: 2 }
    const request = openaiChat.decodeRequest(Buffer.from(JSON.stringify(body)))
    const placement = placementOf('smollm2', { contextSetting: 4096 })
    let text = ''
    let dropped: readonly string[] = []
    await new Promise<void>((resolve, reject) => {
      const listener: ChatListener = {
        onSent: () => {},
        onEvents: (events) => {
          for (const event of events) if (event.type === 'text-delta') text += event.text
        },
        onAnswer: () => reject(new Error('whole')),
        onEnd: resolve,
        onError: reject,
      }
      dropped = backend.chat({ request, placement, keepAlive: '30m' }, listener).dropped
    })
    expect(text).toBe('The capital of France is Paris.')
    expect(dropped).toEqual(['n'])
    expect(asked('/api/chat')[0]?.body).toMatchObject({
      model: 'smollm2',
      keep_alive: '30m',
      options: { num_ctx: 4096 },
    })
  })
})

describe('the fingerprint', () => {
  it('is Ollama’s alone', async () => {
    expect(await ollama.fingerprint(server.url, never)).toBe(true)
    server.script['/api/version'] = { version: 1 }
    expect(await ollama.fingerprint(server.url, never)).toBe(false)
    expect(await ollama.fingerprint('http://127.0.0.1:1', never)).toBe(false)
  })
})
