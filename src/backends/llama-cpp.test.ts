import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backendSettings, placementOf } from '../../test/support/backend-settings.ts'
import { recorded } from '../../test/support/recorded.ts'
import {
  type ScriptedServer,
  scriptedServer,
  sendJson,
} from '../../test/support/scripted-server.ts'
import type { Backend } from '../contracts/backend.ts'
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
      { id: 'smollm2-135m', loaded: false },
    ])
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
