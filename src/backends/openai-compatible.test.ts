import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backendSettings, placementOf } from '../../test/support/backend-settings.ts'
import {
  type Scripted,
  type ScriptedServer,
  scriptedServer,
  sendJson,
} from '../../test/support/scripted-server.ts'
import type { BackendSettings } from '../contracts/backend.ts'
import type { ModelFacts, ReportedModel } from '../contracts/model.ts'
import { openaiCompatible } from './openai-compatible.ts'

const never = new AbortController().signal

let server: ScriptedServer

beforeEach(async () => {
  server = await scriptedServer({})
})

afterEach(() => server.close())

async function look(
  listed: object,
  more: Partial<BackendSettings> = {},
): Promise<readonly ReportedModel[]> {
  server.script['/v1/models'] = listed
  const backend = openaiCompatible.connect(backendSettings(server.url, more))
  try {
    return (await backend.look(never)).models
  } finally {
    await backend.close()
  }
}

async function factsOf(entry: object): Promise<ModelFacts | undefined> {
  const [model] = await look({ data: [{ id: 'm', ...entry }] })
  return model?.facts
}

describe('a list', () => {
  it.each([
    ['under data', { object: 'list', data: [{ id: 'a' }, { id: 'b' }] }],
    ['bare', [{ id: 'a' }, { id: 'b' }]],
    ['under models', { models: [{ name: 'a' }, { model: 'b', name: 'B' }] }],
    ['of names', { data: ['a', 'b'] }],
    ['with repeats and rubbish', { data: [{ id: 'a' }, null, {}, 7, { id: 'b' }, { id: 'a' }] }],
  ])('%s is read', async (_, listed) => {
    expect((await look(listed)).map(({ id }) => id)).toEqual(['a', 'b'])
  })

  it('has ids without the prefix and native ids with it', async () => {
    const listed = { data: [{ id: 'east/a' }, { id: 'b' }] }
    expect(await look(listed, { prefix: 'east/' })).toMatchObject([
      { id: 'a', nativeId: 'east/a' },
      { id: 'b', nativeId: 'east/b' },
    ])
  })

  it.each([404, 405, 501])('that answers %i is the configured one', async (status) => {
    const refuse = { models: ['sonar', 'sonar-*', 'pro'], prefix: 'x/' }
    const none = (_: unknown, response: Parameters<typeof sendJson>[0]): void =>
      sendJson(response, status, {})
    expect((await look(none, refuse)).map(({ nativeId }) => nativeId)).toEqual(['x/sonar', 'x/pro'])
    await expect(look(none, { models: ['*'] })).rejects.toMatchObject({
      details: { backend: 'attic' },
    })
  })

  it.each([
    ['no list', { object: 'list' }, 'upstream_invalid_response'],
    ['an error', { error: { message: 'x', code: 'invalid_api_key' } }, 'upstream_auth_failed'],
  ])('that is %s fails', async (_, listed, code) => {
    await expect(look(listed)).rejects.toMatchObject({ code })
  })

  it('of ten thousand is read', async () => {
    const data = Array.from({ length: 10_000 }, (_, at) => ({
      id: `m${at}`,
      context_length: 4096,
      architecture: { input_modalities: ['text'], output_modalities: ['text'] },
      supported_parameters: ['tools', 'temperature'],
    }))
    expect(await look({ data })).toHaveLength(10_000)
  })
})

describe('facts', () => {
  it.each([
    [{ max_model_len: 9 }],
    [{ context_length: 9 }],
    [{ context_window: 9 }],
    [{ max_context_length: 9 }],
    [{ meta: { n_ctx: 9, n_ctx_train: 20 } }],
    [{ top_provider: { context_length: 9 } }],
    [{ capabilities: { context: 9 } }],
  ])('hold the context from %o', async (entry) => {
    expect((await factsOf(entry))?.servedContext).toEqual({ value: 9, source: 'reported' })
  })

  it.each([
    [{ type: 'embedding' }, 'embedding'],
    [{ type: 'chat' }, 'chat'],
    [{ type: 'image' }, 'other'],
    [{ architecture: { output_modalities: ['image'] } }, 'other'],
    [{ architecture: { output_modalities: ['embeddings'] } }, 'embedding'],
    [{ capabilities: { reranker: true } }, 'other'],
    [{ capabilities: { completion_chat: true } }, 'chat'],
    [{ type: 'model' }, undefined],
    [{}, undefined],
  ])('hold the role from %o', async (entry, role) => {
    expect((await factsOf(entry))?.role?.value).toBe(role)
  })

  it.each([
    [
      {
        architecture: { input_modalities: ['text', 'image'] },
        supported_parameters: ['tools', 'response_format', 'reasoning'],
      },
      { vision: true, audio: false, tools: true, json: true, reasoning: true },
    ],
    [{ supported_parameters: ['temperature'] }, { tools: false, json: false, reasoning: false }],
    [{ capabilities: { vision: true, function_calling: false } }, { vision: true, tools: false }],
    [{ capabilities: { in: ['text'], tools: true } }, { vision: false, audio: false, tools: true }],
    [{ capabilities: ['tool_use'] }, { tools: true }],
    [{ capabilities: 5, supported_parameters: 'all' }, {}],
    [{}, {}],
  ])('hold the abilities from %o', async (entry, expected) => {
    const { capabilities = {} } = (await factsOf(entry)) ?? {}
    const values = Object.entries(capabilities).map(([name, fact]) => [name, fact.value])
    expect(Object.fromEntries(values)).toEqual(expected)
  })
})

describe('LM Studio', () => {
  const own = {
    data: [
      {
        id: 'a',
        type: 'vlm',
        state: 'loaded',
        loaded_context_length: 8192,
        max_context_length: 131072,
      },
      {
        id: 'b',
        type: 'embeddings',
        state: 'not-loaded',
        max_context_length: 2048,
        quantization: 'Q8_0',
      },
    ],
  }

  it('says more of its models', async () => {
    server.script['/api/v0/models'] = own
    expect(await look({ data: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] })).toMatchObject([
      {
        loaded: true,
        facts: {
          role: { value: 'chat' },
          servedContext: { value: 8192, source: 'reported' },
          trainedContext: { value: 131072 },
          capabilities: { vision: { value: true } },
        },
      },
      {
        loaded: false,
        facts: {
          role: { value: 'embedding' },
          quantisation: { value: 'Q8_0' },
          servedContext: { value: 2048, source: 'inferred' },
        },
      },
      { id: 'c', facts: { capabilities: {} } },
    ])
  })

  it('is asked for once where it is not, and never far away', async () => {
    server.script['/v1/models'] = { data: [{ id: 'a' }] }
    for (const remote of [false, true]) {
      const backend = openaiCompatible.connect(backendSettings(server.url, { remote }))
      await backend.look(never)
      await backend.look(never)
      await backend.close()
    }
    const paths = server.requests.map(({ path }) => path)
    expect(paths.filter((path) => path === '/api/v0/models')).toHaveLength(1)
    expect(paths.filter((path) => path === '/v1/models')).toHaveLength(4)
  })
})

/** Written after LM Studio's documentation of 0.4, not recorded. */
const NEWER_LM_STUDIO = {
  models: [
    {
      type: 'llm',
      publisher: 'org',
      key: 'org/chatty-7b',
      quantization: { name: 'Q4_K_M', bits_per_weight: 4 },
      size_bytes: 4_700_000_000,
      params_string: '7B',
      loaded_instances: [
        { id: 'org/chatty-7b', config: { context_length: 16384 } },
        { id: 'org/chatty-7b:2', config: { context_length: 8192 } },
      ],
      max_context_length: 131072,
      format: 'gguf',
      capabilities: { vision: true, trained_for_tool_use: false, reasoning: { default: 'on' } },
    },
    {
      type: 'embedding',
      key: 'embedder',
      quantization: null,
      size_bytes: 84_000_000,
      params_string: null,
      loaded_instances: [],
      max_context_length: 2048,
    },
    { type: 'llm', key: 'broken' },
  ],
}

describe('LM Studio since 0.4', () => {
  const listed = { data: [{ id: 'org/chatty-7b' }, { id: 'org/chatty-7b:2' }, { id: 'embedder' }] }

  it('says more of its models, by their keys and by what is in memory', async () => {
    server.script['/api/v1/models'] = NEWER_LM_STUDIO
    const models = await look(listed)
    expect(models[0]).toMatchObject({
      loaded: true,
      sizeBytes: 4_700_000_000,
      facts: {
        role: { value: 'chat' },
        parameters: { value: 7 },
        quantisation: { value: 'Q4_K_M' },
        trainedContext: { value: 131072 },
        servedContext: { value: 8192, source: 'reported' },
        capabilities: {
          vision: { value: true },
          tools: { value: false },
          reasoning: { value: true },
        },
      },
    })
    expect(models[1]).toMatchObject({ loaded: true, facts: { servedContext: { value: 8192 } } })
    expect(models[2]).toMatchObject({
      loaded: false,
      facts: {
        role: { value: 'embedding' },
        servedContext: { value: 2048, source: 'inferred' },
      },
    })
    expect(server.requests.map(({ path }) => path)).not.toContain('/api/v0/models')
  })

  it('answers what it does not know with 200, and is not asked for that again', async () => {
    const unexpected = { error: 'Unexpected endpoint or method. (GET /running)' }
    for (const path of ['/running', '/metrics', '/api/v1/models']) server.script[path] = unexpected
    server.script['/v1/models'] = listed
    const backend = openaiCompatible.connect(backendSettings(server.url))
    for (let round = 0; round < 3; round++) await backend.look(never)
    await backend.close()
    const asked = server.requests.filter(({ path }) => path !== '/v1/models')
    expect(new Set(asked.map(({ path }) => path)).size).toBe(asked.length)
  })

  it('loads what is not loaded, and unloads all that is', async () => {
    server.script['/v1/models'] = listed
    server.script['/api/v1/models'] = NEWER_LM_STUDIO
    for (const what of ['load', 'unload']) server.script[`/api/v1/models/${what}`] = {}
    const backend = openaiCompatible.connect(backendSettings(server.url))
    await backend.load?.({ placement: placementOf('org/chatty-7b') }, never)
    await backend.load?.({ placement: placementOf('embedder', { contextSetting: 2048 }) }, never)
    await backend.unload?.(placementOf('org/chatty-7b'), never)
    await backend.unload?.(placementOf('embedder'), never)
    const unknown = { code: 'model_not_found', message: expect.stringContaining('"nope"') }
    await expect(backend.unload?.(placementOf('nope'), never)).rejects.toMatchObject(unknown)
    await backend.close()
    expect(posted()).toEqual([
      ['/api/v1/models/load', { model: 'embedder', context_length: 2048 }],
      ['/api/v1/models/unload', { instance_id: 'org/chatty-7b' }],
      ['/api/v1/models/unload', { instance_id: 'org/chatty-7b:2' }],
    ])
  })
})

const posted = (): readonly unknown[] =>
  server.requests.filter(({ method }) => method === 'POST').map(({ path, body }) => [path, body])

describe('llama-swap', () => {
  const running = {
    running: [{ model: 'org/a', state: 'ready' }, { model: 'b', state: 'starting' }, null],
  }
  const listed = { data: [{ id: 'org/a' }, { id: 'b' }, { id: 'c' }] }

  it('says which models are loaded, and which are on their way', async () => {
    server.script['/running'] = running
    const models = await look(listed)
    expect(models.map(({ loaded, loading }) => [loaded, loading])).toEqual([
      [true, undefined],
      [false, true],
      [false, undefined],
    ])
  })

  it('starts a model for a request to it, and stops it by name', async () => {
    server.script['/v1/models'] = listed
    server.script['/running'] = running
    for (const path of ['/upstream/org/a%20b/health', '/api/models/unload/org/a%20b']) {
      server.script[path] = (_, response) => response.end('OK')
    }
    const backend = openaiCompatible.connect(backendSettings(server.url))
    await backend.load?.({ placement: placementOf('org/a b') }, never)
    await backend.unload?.(placementOf('org/a b'), never)
    await expect(backend.load?.({ placement: placementOf('nope') }, never)).rejects.toMatchObject({
      code: 'model_not_found',
    })
    await backend.close()
  })
})

describe('vLLM and SGLang', () => {
  const listed = { data: [{ id: 'm', max_model_len: 4096 }] }
  const page =
    (running: number): Scripted =>
    (_, response) =>
      response.end(`vllm:num_requests_running{model_name="m"} ${running}\n`)

  it('say how busy they are', async () => {
    server.script['/metrics'] = page(3)
    const [model] = await look(listed)
    expect(model?.load).toEqual({
      value: { running: 3, waiting: 0, at: expect.any(Number) },
      source: 'reported',
    })
  })

  it('do not fail a look by it, but say that something is wrong', async () => {
    server.script['/v1/models'] = listed
    server.script['/metrics'] = page(3)
    const backend = openaiCompatible.connect(backendSettings(server.url))
    await backend.look(never)
    server.script['/metrics'] = (_, response) => response.end('?')
    const { models, problem } = await backend.look(never)
    expect([models[0]?.load?.value.running, problem]).toEqual([
      3,
      expect.stringContaining('/metrics'),
    ])
    await backend.close()
  })

  it('change what a glance sees when that matters', async () => {
    server.script['/v1/models'] = listed
    server.script['/metrics'] = page(0)
    const backend = openaiCompatible.connect(backendSettings(server.url))
    expect(await backend.glance?.(never)).toBeUndefined()
    await backend.look(never)
    const idle = await backend.glance?.(never)
    expect(idle).toBe(await backend.glance?.(never))
    server.script['/metrics'] = page(9)
    expect(await backend.glance?.(never)).not.toBe(idle)
    await backend.close()
  })

  it('take no orders', async () => {
    server.script['/v1/models'] = listed
    const backend = openaiCompatible.connect(backendSettings(server.url))
    for (const order of [
      backend.load?.({ placement: placementOf('m') }, never),
      backend.unload?.(placementOf('m'), never),
    ]) {
      await expect(order).rejects.toMatchObject({
        code: 'upstream_rejected',
        message: 'The backend attic cannot be told to load or unload a model.',
      })
    }
    expect(posted()).toEqual([])
    await backend.close()
  })
})

describe('the fingerprint', () => {
  it('is a list of models', async () => {
    server.script['/v1/models'] = { data: [] }
    expect(await openaiCompatible.fingerprint(server.url, never)).toBe(true)
    server.script['/v1/models'] = { hello: 'world' }
    expect(await openaiCompatible.fingerprint(server.url, never)).toBe(false)
    expect(await openaiCompatible.fingerprint('http://127.0.0.1:1', never)).toBe(false)
  })
})
