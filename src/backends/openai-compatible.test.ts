import { Agent } from 'undici'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { backendSettings, placementOf } from '../../test/support/backend-settings.ts'
import { listedModels } from '../../test/support/listed-models.ts'
import {
  type ScriptedServer,
  scriptedServer,
  sendJson,
} from '../../test/support/scripted-server.ts'
import type { BackendSettings } from '../contracts/backend.ts'
import type { ModelFacts, ReportedModel } from '../contracts/model.ts'
import { openaiChat } from '../dialects/openai-chat.ts'
import { openaiCompatible } from './openai-compatible.ts'

const never = new AbortController().signal

let server: ScriptedServer

beforeEach(async () => {
  server = await scriptedServer({})
})

afterEach(() => server.close())

const look = (listed: object, more?: Partial<BackendSettings>): Promise<readonly ReportedModel[]> =>
  listedModels(server, listed, more)

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

describe('the fingerprint', () => {
  it('is a list of models', async () => {
    server.script['/v1/models'] = { data: [] }
    expect(await openaiCompatible.fingerprint(server.url, never)).toBe(true)
    server.script['/v1/models'] = { hello: 'world' }
    expect(await openaiCompatible.fingerprint(server.url, never)).toBe(false)
    expect(await openaiCompatible.fingerprint('http://127.0.0.1:1', never)).toBe(false)
  })
})

describe('a chat request', () => {
  const fields = { min_p: 0.1, max_tokens: 5, top_k: 3, top_p: 0.5, repeat_penalty: 1.1 }
  const messages = [{ role: 'user', content: 'hi' }]
  const asked = openaiChat.decodeRequest(
    Buffer.from(JSON.stringify({ model: 'm', messages, ...fields })),
  )

  afterEach(() => vi.restoreAllMocks())

  /** The fields that would be sent, besides those that every request has. */
  async function sent(url: string, dialect: string) {
    const dispatch = vi.spyOn(Agent.prototype, 'dispatch').mockReturnValue(true)
    const backend = openaiCompatible.connect(backendSettings(url, { remote: true }))
    const quiet = (): undefined => undefined
    const { dropped } = backend.chat(
      { request: { ...asked, dialect }, placement: placementOf('m', { remote: true }) },
      { onSent: quiet, onEvents: quiet, onAnswer: quiet, onEnd: quiet, onError: quiet },
    )
    await backend.close()
    const {
      model: _,
      messages: __,
      stream: ___,
      ...body
    } = JSON.parse(String(dispatch.mock.calls[0]?.[0].body))
    return { body, dropped: dropped.toSorted() }
  }

  it.each(['openai-chat', 'other'])(
    'goes to OpenAI without what it refuses: %s',
    async (dialect) => {
      expect(await sent('https://api.openai.com', dialect)).toEqual({
        body: { top_p: 0.5, max_completion_tokens: 5 },
        dropped: ['min_p', 'repeat_penalty', 'top_k'],
      })
    },
  )

  it.each(['openai-chat', 'other'])('goes to others whole: %s', async (dialect) => {
    expect(await sent('https://openai.example.com', dialect)).toEqual({ body: fields, dropped: [] })
  })
})
