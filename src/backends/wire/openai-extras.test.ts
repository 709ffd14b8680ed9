import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backendSettings, placementOf } from '../../../test/support/backend-settings.ts'
import { listedModels } from '../../../test/support/listed-models.ts'
import {
  type Scripted,
  type ScriptedServer,
  scriptedServer,
} from '../../../test/support/scripted-server.ts'
import type { BackendSettings } from '../../contracts/backend.ts'
import type { ReportedModel } from '../../contracts/model.ts'
import { openaiCompatible } from '../openai-compatible.ts'

const never = new AbortController().signal

let server: ScriptedServer

beforeEach(async () => {
  server = await scriptedServer({})
})

afterEach(() => server.close())

const look = (listed: object, more?: Partial<BackendSettings>): Promise<readonly ReportedModel[]> =>
  listedModels(server, listed, more)

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

describe('a count below one', () => {
  it('is none: whatever is divided by it would be no number', async () => {
    const meta = { n_params: 5e-324, n_ctx: 0.5 }
    const [model] = await look({ data: [{ id: 'a', meta }] })
    expect(model?.facts).toEqual({ capabilities: {} })
  })
})

describe('llama-swap', () => {
  it('shows nothing new by listing what runs in another order', async () => {
    const running = ['a', 'b', 'c'].map((model) => ({ model, state: 'ready' }))
    server.script['/v1/models'] = { data: [{ id: 'a' }] }
    server.script['/running'] = { running }
    const backend = openaiCompatible.connect(backendSettings(server.url))
    await backend.look(never)
    const before = await backend.glance?.(never)
    server.script['/running'] = { running: running.toReversed() }
    expect(await backend.glance?.(never)).toBe(before)
    await backend.close()
  })

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

  it('says by its command with what context a model runs, where its list does not', async () => {
    const cmd = '/app/llama-server --port 5801 \\\n -m a.gguf -c 32768 --parallel 2'
    server.script['/running'] = { running: ['m', 'n'].map((model) => ({ model, cmd })) }
    const models = await look({ data: [{ id: 'm' }, { id: 'n', context_length: 4096 }, 'o'] })
    expect(models.map(({ facts }) => facts.servedContext)).toEqual([
      { value: 16_384, source: 'inferred' },
      { value: 4096, source: 'reported' },
      undefined,
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
        code: 'not_manageable',
        message: 'The backend attic cannot be told to load or unload a model.',
      })
    }
    expect(posted()).toEqual([])
    await backend.close()
  })
})
