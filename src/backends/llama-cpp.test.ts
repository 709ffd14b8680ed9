import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backendSettings, placementOf } from '../../test/support/backend-settings.ts'
import { chatCallOf, hear } from '../../test/support/heard-call.ts'
import { GOOD_ANSWER } from '../../test/support/raw-http.ts'
import { recorded } from '../../test/support/recorded.ts'
import {
  type ScriptedServer,
  scriptedServer,
  sendJson,
} from '../../test/support/scripted-server.ts'
import type { Backend } from '../contracts/backend.ts'
import type { ReportedModel } from '../contracts/model.ts'
import { openaiEmbeddings } from '../dialects/openai-embeddings.ts'
import { llamaCpp } from './llama-cpp.ts'

const never = new AbortController().signal
const json = (name: string): object => recorded(`llama.cpp-${name}`).response.json as object

let server: ScriptedServer
let backend: Backend

beforeEach(async () => {
  server = await scriptedServer({
    '/health': { status: 'ok' },
    '/props': json('b11549-props'),
    '/v1/models': json('b11549-v1-models'),
  })
  backend = llamaCpp.connect(backendSettings(server.url))
})

afterEach(async () => {
  await backend.close()
  await server.close()
})

function loading(): void {
  for (const path of ['/health', '/props', '/v1/models']) {
    server.script[path] = (_, response) => sendJson(response, 503, json('b11549-loading-health'))
  }
}

describe('a server with one model', () => {
  it('is found with what it serves', async () => {
    expect(await backend.look(never)).toEqual({
      version: 'b0-unknown',
      models: [
        {
          id: 'smollm2-135m',
          nativeId: 'smollm2-135m',
          sizeBytes: 96576768,
          loaded: true,
          facts: {
            parameters: { value: 0.134515008, source: 'reported' },
            quantisation: { value: 'Q4_1', source: 'reported' },
            trainedContext: { value: 8192, source: 'reported' },
            servedContext: { value: 2048, source: 'reported' },
            embeddingLength: { value: 576, source: 'reported' },
            capabilities: {
              vision: { value: false, source: 'reported' },
              audio: { value: false, source: 'reported' },
              tools: { value: true, source: 'reported' },
              json: { value: true, source: 'reported' },
            },
          },
        },
      ],
    })
  })

  it('is up while it loads, with the model it had', async () => {
    loading()
    expect(await backend.look(never)).toEqual({ models: [] })
    Object.assign(server.script, {
      '/health': { status: 'ok' },
      '/props': json('b11549-props'),
      '/v1/models': json('b11549-v1-models'),
    })
    await backend.look(never)
    loading()
    expect((await backend.look(never)).models).toMatchObject([
      { id: 'smollm2-135m', loaded: false, loading: true },
    ])
  })

  it('shows at a glance that it has started', async () => {
    loading()
    await backend.look(never)
    const before = await backend.glance?.(never)
    expect(await backend.glance?.(never)).toBe(before)
    server.script['/health'] = { status: 'ok' }
    expect(await backend.glance?.(never)).not.toBe(before)
  })

  it('is not loaded while it sleeps', async () => {
    server.script['/props'] = { ...json('b11549-props'), is_sleeping: true }
    expect((await backend.look(never)).models[0]?.loaded).toBe(false)
  })

  it.each([
    ['/srv/models/Qwen3-8B-Q4_K_M.gguf', 'Qwen3-8B-Q4_K_M'],
    ['C:\\models\\big-00001-of-00003.gguf', 'big'],
    ['ggml-org/gemma-3-4b-it-GGUF:Q4_K_M', 'ggml-org/gemma-3-4b-it-GGUF:Q4_K_M'],
  ])('goes by a name without its path: %s', async (listed, id) => {
    server.script['/v1/models'] = { data: [{ id: listed }] }
    expect((await backend.look(never)).models).toMatchObject([{ id, nativeId: listed }])
  })

  it.each([
    ['Q4_K - Medium', 'Q4_K_M'],
    ['all F32', 'F32'],
    ['mostly Q8_0 (guessed)', 'Q8_0'],
  ])('has the quantisation %s under its usual name', async (ftype, name) => {
    server.script['/v1/models'] = { data: [{ id: 'm', meta: { ftype } }] }
    expect((await backend.look(never)).models[0]?.facts.quantisation?.value).toBe(name)
  })

  it('is seen to embed by its vocabulary, and to do neither by its outputs', async () => {
    server.script['/v1/models'] = {
      data: [
        { id: 'a', meta: { vocab_type: 3 } },
        { id: 'b', architecture: { output_modalities: ['decisions'] } },
      ],
    }
    const { models } = await backend.look(never)
    expect(models.map(({ facts }) => facts.role)).toEqual([
      { value: 'embedding', source: 'inferred' },
      { value: 'other', source: 'reported' },
    ])
    expect(models[0]?.facts.capabilities.json?.value).toBe(false)
  })

  it('needs no more than a list', async () => {
    for (const path of ['/health', '/props']) delete server.script[path]
    const { models } = await backend.look(never)
    expect(models).toMatchObject([
      { id: 'smollm2-135m', facts: { servedContext: { value: 2048 } } },
    ])
    expect(models[0]).not.toHaveProperty('loaded')
  })

  it('fails without one, and when nobody is there', async () => {
    delete server.script['/v1/models']
    await expect(backend.look(never)).rejects.toMatchObject({ code: 'model_not_found' })
    const gone = llamaCpp.connect(backendSettings('http://127.0.0.1:1'))
    await expect(gone.look(never)).rejects.toMatchObject({ code: 'upstream_unreachable' })
  })
})

describe('a server with several models', () => {
  beforeEach(() => {
    Object.assign(server.script, {
      '/props': json('b10434-props'),
      '/models': json('b10434-models-loaded'),
      '/props?model=smollm2-a&autoload=false': json('b11549-props'),
    })
  })

  it('is found with all of them, none of which is loaded by the look', async () => {
    const { version, models } = await backend.look(never)
    expect(version).toBe('b1-7e4c0a9')
    expect(models.map(({ id, loaded }) => [id, loaded])).toEqual([
      ['broken', false],
      ['minilm', false],
      ['smollm2-a', true],
      ['smollm2-b', false],
    ])
    expect(models[2]?.facts.capabilities.tools?.value).toBe(true)
    expect(server.requests.every(({ method }) => method === 'GET')).toBe(true)
    const asked = server.requests.map(({ path }) => path).filter((path) => path.includes('model='))
    expect(asked).toEqual(['/props?model=smollm2-a&autoload=false'])
  })

  it('tells what it would load them with', async () => {
    const args = ['llama-server', '--embeddings', '--ctx-size', '2048', '--parallel', '2']
    server.script['/models'] = { data: [{ id: 'm', status: { value: 'unloaded', args } }] }
    expect((await backend.look(never)).models[0]?.facts).toMatchObject({
      role: { value: 'embedding', source: 'reported' },
      servedContext: { value: 1024, source: 'inferred' },
    })
  })

  it('loses only facts when one does not answer', async () => {
    delete server.script['/props?model=smollm2-a&autoload=false']
    const { models } = await backend.look(never)
    expect(models[2]).toMatchObject({ loaded: true, facts: { servedContext: { value: 1024 } } })
  })
})

describe('the models of a server with several', () => {
  const asStatus = async (status: object): Promise<ReportedModel | undefined> => {
    server.script['/models'] = { data: [{ id: 'm', status }] }
    return (await backend.look(never)).models[0]
  }

  beforeEach(() => {
    server.script['/props'] = json('b10434-props')
  })

  it('say why they could not be loaded', async () => {
    server.script['/models'] = json('b10434-models-after-broken')
    const { models } = await backend.look(never)
    expect(models.map(({ id, loaded, problem }) => [id, loaded, problem])).toEqual([
      ['broken', false, 'its process ended with exit code 1 when it was to be loaded'],
      ['minilm', true, undefined],
      ['smollm2-a', true, undefined],
      ['smollm2-b', true, undefined],
    ])
  })

  it.each([
    [{ value: 'loaded' }, { loaded: true }],
    [
      { value: 'loading', failed: true, exit_code: 1 },
      { loaded: false, loading: true },
    ],
    [{ value: 'downloading' }, { loaded: false, loading: true }],
    [{ value: 'sleeping' }, { loaded: false }],
    [{ value: 'unloaded', exit_code: 0 }, { loaded: false }],
    [
      { value: 'unloaded', failed: true, exit_code: 'x' },
      { loaded: false, problem: 'its process ended when it was to be loaded' },
    ],
  ])('with the status %o are %o', async (status, expected) => {
    const { id, nativeId, facts, ...told } = (await asStatus(status)) ?? {}
    expect(told).toEqual(expected)
  })

  it('change what a glance sees as they come and go, and nothing else does', async () => {
    const glanceAt = async (name: string): Promise<string | undefined> => {
      server.script['/models'] = json(name)
      return backend.glance?.(never)
    }
    expect(await glanceAt('b10434-models-loaded')).toBeUndefined()
    await backend.look(never)
    const before = await glanceAt('b10434-models-loaded')
    expect(before).toBe(await glanceAt('b10434-models-loaded'))
    expect(before).not.toBe(await glanceAt('b10434-models-after-broken'))
    expect(server.requests.every(({ method }) => method === 'GET')).toBe(true)
  })

  it('can be ten thousand', async () => {
    const args = ['llama-server', '--ctx-size', '2048']
    const data = Array.from({ length: 10_000 }, (_, at) => ({
      id: `m${at}`,
      status: { value: 'unloaded', args },
    }))
    server.script['/models'] = { data }
    expect((await backend.look(never)).models).toHaveLength(10_000)
    expect(server.requests).toHaveLength(3)
  })

  it('cannot be more than anybody has', async () => {
    const data = Array.from({ length: 50_001 }, (_, at) => ({ id: `m${at}` }))
    server.script['/models'] = { data }
    const message = 'The backend attic lists 50001 models, more than the 50000 that are taken.'
    await expect(backend.look(never)).rejects.toMatchObject({ message })
  })
})

describe('orders', () => {
  beforeEach(() => {
    server.script['/props'] = json('b10434-props')
  })

  const load = (id: string): Promise<void> | undefined =>
    backend.load?.({ placement: placementOf(id) }, never)

  it('to load a model that is no model fail with its exit code', async () => {
    server.script['/models/load'] = json('b10434-load')
    server.script['/models'] = json('b10434-models-after-broken')
    await expect(load('broken')).rejects.toMatchObject({
      code: 'upstream_error',
      message:
        'The backend attic could not load "broken": its process ended with exit code 1 when it was to be loaded.',
    })
  })

  it('about unknown models fail, and needless ones do not', async () => {
    const unknown = recorded('llama.cpp-b10434-load-unknown').response
    server.script['/models/load'] = (_, response) =>
      sendJson(response, unknown.status, unknown.json)
    await expect(load('nope')).rejects.toMatchObject({
      code: 'model_not_found',
      message: 'The backend attic has no model "nope".',
    })
    const again = recorded('llama.cpp-b10434-unload-again').response
    server.script['/models/unload'] = (_, response) => sendJson(response, again.status, again.json)
    server.script['/models'] = json('b10434-models-after-broken')
    await backend.unload?.(placementOf('broken'), never)
  })

  it('are refused by a server with one model', async () => {
    server.script['/props'] = json('b11549-props')
    const failure = { code: 'not_manageable', details: { backend: 'attic' } }
    await expect(load('smollm2-135m')).rejects.toMatchObject(failure)
    expect(server.requests.map(({ method }) => method)).toEqual(['GET'])
  })
})

describe('another server at the same url', () => {
  it('is said to be Ollama when it is', async () => {
    await backend.look(never)
    for (const path of Object.keys(server.script)) delete server.script[path]
    server.script['/'] = (_, response) => response.end('Ollama is running')
    server.script['/v1/models'] = { data: [{ id: 'llama3.2:latest' }] }
    await expect(backend.look(never)).rejects.toMatchObject({
      message:
        'The backend attic is configured as kind "any", but an Ollama server answers at its url: set its kind to "ollama".',
    })
  })

  it('is taken as it is when it starts such servers, as llama-swap does', async () => {
    for (const path of ['/health', '/props']) delete server.script[path]
    server.script['/v1/models'] = {
      data: [{ id: 'a', capabilities: { context: 8192, in: ['text', 'image'], tools: true } }],
    }
    server.script['/running'] = { running: [{ model: 'a', state: 'ready' }] }
    expect((await backend.look(never)).models).toMatchObject([
      {
        loaded: true,
        facts: { servedContext: { value: 8192 }, capabilities: { vision: { value: true } } },
      },
    ])
  })
})

describe('idle', () => {
  const path = '/slots?model=m&autoload=false'
  const idle = (): Promise<boolean> | undefined => backend.idle?.(placementOf('m'), never)

  it('is a server whose slots all rest', async () => {
    const slots = json('b11549-slots-idle')
    server.script[path] = slots
    expect(await idle()).toBe(true)
    server.script[path] = [...(slots as object[]), { id: 2, is_processing: true }]
    expect(await idle()).toBe(false)
  })

  it('is a model that is not loaded', async () => {
    server.script[path] = (_, response) => sendJson(response, 400, json('b10434-chat-no-autoload'))
    expect(await idle()).toBe(true)
  })

  it('is not known of a server that does not tell', async () => {
    server.script[path] = (_, response) => sendJson(response, 501, { error: { code: 501 } })
    await expect(idle()).rejects.toMatchObject({ code: 'upstream_error' })
  })
})

describe('embeddings', () => {
  it('go to the common path', async () => {
    server.script['/v1/embeddings'] = json('b11549-v1-embeddings')
    const request = openaiEmbeddings.decodeRequest(Buffer.from('{"input":["a",  "b"]}'))
    const answer = await backend.embed({ request, placement: placementOf('minilm') }, never)
    expect(answer).toMatchObject({ inputTokens: 13, vectors: [{ 0: 0.12342730909585953 }, {}] })
  })
})

describe('the fingerprint', () => {
  it('is a server of either mode, or one that still loads', async () => {
    expect(await llamaCpp.fingerprint(server.url, never)).toBe(true)
    server.script['/props'] = json('b10434-props')
    expect(await llamaCpp.fingerprint(server.url, never)).toBe(true)
    server.script['/props'] = (_, response) =>
      response.writeHead(503, { server: 'llama.cpp' }).end('{}')
    expect(await llamaCpp.fingerprint(server.url, never)).toBe(true)
  })

  it('is no other server', async () => {
    delete server.script['/props']
    expect(await llamaCpp.fingerprint(server.url, never)).toBe(false)
    expect(await llamaCpp.fingerprint('http://127.0.0.1:1', never)).toBe(false)
  })
})

it('asks a server with several models on a new connection each time: it ends those that it has answered on', async () => {
  server.script['/props'] = json('b10434-props')
  server.script['/models'] = json('b10434-models-loaded')
  const used = new Set<unknown>()
  const vector = { object: 'list', data: [{ index: 0, embedding: [1] }], usage: {} }
  for (const path of ['/v1/embeddings', '/v1/chat/completions']) {
    server.script[path] = (_, response) => {
      if (used.has(response.socket)) return void response.destroy()
      used.add(response.socket)
      sendJson(response, 200, path.endsWith('embeddings') ? vector : JSON.parse(GOOD_ANSWER))
    }
  }
  await backend.look(never)
  const placement = placementOf('smollm2-a')
  const request = openaiEmbeddings.decodeRequest(Buffer.from('{"input":"a"}'))
  for (let calls = 0; calls < 3; calls += 1) {
    await backend.embed({ request, placement }, never)
    const heard = hear(backend, chatCallOf(placement, {}))
    await heard.over
    expect(heard.errors).toEqual([])
  }
})
