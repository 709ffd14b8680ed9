import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { backendSettings, placementOf } from '../../test/support/backend-settings.ts'
import { chatCallOf, hear } from '../../test/support/heard-call.ts'
import {
  type ScriptedRequest,
  type ScriptedServer,
  scriptedServer,
  sendJson,
} from '../../test/support/scripted-server.ts'
import type { Backend, BackendSettings } from '../contracts/backend.ts'
import type { ReportedModel } from '../contracts/model.ts'
import { anthropicMessages } from '../dialects/anthropic-messages.ts'
import { openaiEmbeddings } from '../dialects/openai-embeddings.ts'
import { anthropic } from './anthropic.ts'

const never = new AbortController().signal
const LIST = '/v1/models?limit=1000'
const answer = {
  type: 'message',
  content: [{ type: 'text', text: 'hi' }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 1, output_tokens: 1 },
}

let server: ScriptedServer
const backends: Backend[] = []

beforeEach(async () => {
  server = await scriptedServer({})
})
afterEach(async () => {
  await Promise.all(backends.splice(0).map((backend) => backend.close()))
  await server.close()
})

function connected(more: Partial<BackendSettings> = {}): Backend {
  const backend = anthropic.connect(backendSettings(server.url, more))
  backends.push(backend)
  return backend
}

async function look(
  listed: ScriptedServer['script'][string],
  more: Partial<BackendSettings> = {},
): Promise<readonly ReportedModel[]> {
  server.script[LIST] = listed
  return (await connected(more).look(never)).models
}

const callOf = (model: string) =>
  chatCallOf(placementOf(model), { messages: [{ role: 'user', content: 'Hello' }] })

describe('a look', () => {
  const can = (supported: boolean) => ({ supported })

  it('tells what a model can and how much it reads', async () => {
    const capabilities = {
      image_input: can(true),
      structured_outputs: can(false),
      thinking: { ...can(true), types: { enabled: can(false) } },
      pdf_input: can(true),
    }
    const entry = { type: 'model', id: 'claude-x', max_input_tokens: 200_000, capabilities }
    expect(await look({ data: [entry], has_more: false, last_id: 'claude-x' })).toEqual([
      {
        id: 'claude-x',
        nativeId: 'claude-x',
        facts: {
          servedContext: { value: 200_000, source: 'reported' },
          trainedContext: { value: 200_000, source: 'reported' },
          capabilities: {
            vision: { value: true, source: 'reported' },
            json: { value: false, source: 'reported' },
            reasoning: { value: true, source: 'reported' },
          },
        },
      },
    ])
  })

  it('takes lists of other servers, and passes over what is broken or retired', async () => {
    const data = [
      { id: 'east/a', max_model_len: 9, max_input_tokens: null, capabilities: null },
      { id: 'b', lifecycle: 'retired' },
      { id: 'c', lifecycle: 'deprecated', capabilities: { image_input: 'yes' } },
      null,
      {},
    ]
    expect(await look({ object: 'list', data }, { prefix: 'east/' })).toEqual([
      {
        id: 'a',
        nativeId: 'east/a',
        facts: { servedContext: { value: 9, source: 'reported' }, capabilities: {} },
      },
      { id: 'c', nativeId: 'east/c', facts: { capabilities: {} } },
    ])
  })

  it('turns every page, but none twice', async () => {
    server.script[`${LIST}&after_id=a%2F1`] = { data: [{ id: 'b' }], has_more: true, last_id: 'b' }
    server.script[`${LIST}&after_id=b`] = { data: [{ id: 'b' }], has_more: true, last_id: 'b' }
    const models = await look({ data: [{ id: 'a/1' }], has_more: true, last_id: 'a/1' })
    expect(models.map(({ id }) => id)).toEqual(['a/1', 'b'])
    expect(server.requests).toHaveLength(3)
  })

  it('turns no more pages than anybody has', async () => {
    let pages = 0
    const page = (_: unknown, response: Parameters<typeof sendJson>[0]) => {
      const id = `m${pages++}`
      server.script[`${LIST}&after_id=${id}`] = page
      sendJson(response, 200, { data: [{ id }], has_more: true, last_id: id })
    }
    expect(await look(page)).toHaveLength(50)
    expect(pages).toBe(50)
  })

  test.each([404, 405, 501])(
    'of a server that answers %i finds what is configured',
    async (status) => {
      const none = (_: unknown, response: Parameters<typeof sendJson>[0]) =>
        sendJson(response, status, {})
      const models = await look(none, { models: ['kimi-k2', 'kimi-*'], prefix: 'x/' })
      expect(models.map(({ nativeId }) => nativeId)).toEqual(['x/kimi-k2'])
      await expect(look(none, { models: ['*'] })).rejects.toMatchObject({
        details: { backend: 'attic' },
      })
    },
  )

  it('fails at what is no list', async () => {
    await expect(look({ hello: 'world' })).rejects.toMatchObject({
      code: 'upstream_invalid_response',
    })
  })
})

describe('requests', () => {
  const sentTo = (path: string): ScriptedRequest[] =>
    server.requests.filter((request) => request.path === path)

  it('carry the key in its own header, the version once, and what the settings add', async () => {
    server.script[LIST] = { data: [] }
    server.script['/v1/messages'] = answer
    server.script['/v1/messages/count_tokens'] = { input_tokens: 7 }
    const headers = {
      Authorization: 'Bearer other',
      'Anthropic-Version': '2023-01-01',
      'X-Team': 'us',
    }
    const keyed = connected({ apiKey: 'key-1', headers })
    await keyed.look(never)
    await hear(keyed, callOf('claude-x')).over
    await keyed.countTokens?.(callOf('claude-x'), never)
    expect(server.requests).toHaveLength(3)
    for (const request of server.requests) {
      expect(request.headers).toMatchObject({
        'x-api-key': 'key-1',
        authorization: 'Bearer other',
        'anthropic-version': '2023-06-01',
        'x-team': 'us',
      })
    }
  })

  it('carry the betas of the settings and of the client as one', async () => {
    server.script['/v1/messages'] = answer
    server.script['/v1/messages/count_tokens'] = { input_tokens: 7 }
    const backend = connected({ headers: { 'anthropic-beta': 'ours' } })
    const bytes = Buffer.from('{"max_tokens":9,"messages":[{"role":"user","content":"hi"}]}')
    const request = anthropicMessages.decodeRequest(bytes, { 'anthropic-beta': 'theirs' })
    const call = { request, placement: placementOf('claude-x') }
    await hear(backend, call).over
    await backend.countTokens?.(call, never)
    expect(server.requests.map(({ headers }) => headers['anthropic-beta'])).toEqual([
      'ours,theirs',
      'ours,theirs',
    ])
  })

  it('carry no key where there is none, and never a bearer of ours', async () => {
    server.script['/v1/messages'] = answer
    const open = connected()
    await hear(open, callOf('m')).over
    const [request] = sentTo('/v1/messages')
    expect(request?.headers).not.toHaveProperty('x-api-key')
    expect(request?.headers).not.toHaveProperty('authorization')
  })

  it('do not give the key away when they fail', async () => {
    const told = { type: 'error', error: { type: 'api_error', message: 'bad key-of-mine here' } }
    server.script['/v1/messages'] = (_, response) => sendJson(response, 500, told)
    const heard = hear(connected({ apiKey: 'key-of-mine' }), callOf('m'))
    await heard.over
    expect(heard.errors[0]?.message).toBe(
      'The backend attic failed (HTTP 500): bad [redacted] here',
    )
  })

  it('for a count hold what is counted and nothing else', async () => {
    server.script['/v1/messages/count_tokens'] = { input_tokens: 7 }
    const body = { messages: [{ role: 'user', content: 'é' }], temperature: 0.5, stream: true }
    const call = chatCallOf(placementOf('claude-sonnet-4-5'), body)
    expect(await connected().countTokens?.(call, never)).toBe(7)
    expect(server.requests[0]?.body).toEqual({
      model: 'claude-sonnet-4-5',
      messages: [{ role: 'user', content: [{ type: 'text', text: 'é' }] }],
    })
  })

  test.each([{}, { input_tokens: '7' }, { input_tokens: -1 }, { input_tokens: 1.5 }])(
    'for a count fail at %j',
    async (wire) => {
      server.script['/v1/messages/count_tokens'] = wire
      await expect(connected().countTokens?.(callOf('m'), never)).rejects.toMatchObject({
        code: 'upstream_invalid_response',
        details: { backend: 'attic' },
      })
    },
  )

  it('for embeddings are refused, so that another backend is asked', async () => {
    const request = openaiEmbeddings.decodeRequest(Buffer.from('{"input":"a"}'))
    await expect(
      connected().embed({ request, placement: placementOf('m') }, never),
    ).rejects.toMatchObject({ code: 'unsupported_content', retry: 'fitting' })
  })
})

describe('the fingerprint', () => {
  const of = async (status: number, body: object): Promise<boolean> => {
    server.script['/v1/models'] = (_, response) => sendJson(response, status, body)
    return anthropic.fingerprint(server.url, never)
  }
  const error = { type: 'authentication_error', message: 'x-api-key header is required' }

  it('is how a key is asked for', async () => {
    expect(await of(401, { type: 'error', error })).toBe(true)
    expect(await of(400, { type: 'error', error })).toBe(true)
  })

  it('is nothing else', async () => {
    expect(await of(401, { error })).toBe(false)
    expect(await of(401, { type: 'error', error: 'no' })).toBe(false)
    expect(await of(404, { type: 'error', error })).toBe(false)
    expect(await of(200, { data: [] })).toBe(false)
    expect(await anthropic.fingerprint('http://127.0.0.1:1', never)).toBe(false)
  })
})
