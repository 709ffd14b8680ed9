import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientRequest } from '../support/client-request.ts'
import { logLineOf } from '../support/log-lines.ts'
import { type RecordingBackend, recordingBackend } from '../support/recording-backend.ts'
import { eventsOf, json, type Router, startRouter } from '../support/router.ts'
import { eventually, type Simulator, startSimulator } from '../support/simulators.ts'

const MESSAGES = '/v1/messages'
const COUNT = '/v1/messages/count_tokens'
const SAY = { max_tokens: 64, messages: [{ role: 'user', content: '[[tokens:20]]' }] }

interface AnthropicErrorBody {
  readonly type: string
  readonly error: { readonly type: string; readonly message: string; readonly code: string }
  readonly request_id: string
}

interface Wire {
  readonly type: string
}

function post(router: Router, body: object | string, path = MESSAGES, headers = {}) {
  return fetch(router.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

/** Checks all that every error answer has, and gives back what differs. */
async function refused(response: Response) {
  const body = await json<AnthropicErrorBody>(response)
  expect(body).toEqual({
    type: 'error',
    error: {
      type: expect.stringMatching(/^[a-z_]+$/),
      message: expect.stringMatching(/\w/),
      code: expect.stringMatching(/^[a-z_]+$/),
    },
    request_id: response.headers.get('request-id'),
  })
  expect(response.headers.get('x-request-id')).toBe(body.request_id)
  return { status: response.status, type: body.error.type, code: body.error.code }
}

describe('what is wrong, in the words of Messages', () => {
  let backend: RecordingBackend
  let router: Router
  beforeAll(async () => {
    backend = await recordingBackend(['m'])
    router = await startRouter({
      yaml: `backends: [{ name: up, kind: openai, url: '${backend.url}' }]`,
      env: { ROUTER_API_KEY: 'key', ROUTER_MAX_BODY_MB: '0.05' },
    })
  })
  afterAll(async () => {
    await router?.stop()
    await backend?.close()
  })
  const key = { 'x-api-key': 'key' }

  it.each([
    ['', 400, 'invalid_json'],
    ['{"model":', 400, 'invalid_json'],
    ['[]', 400, 'invalid_request'],
    ['{"max_tokens":1}', 400, 'invalid_request'],
    ['{"max_tokens":1,"messages":[],"max_tokens":2}', 400, 'invalid_json'],
    [`{"max_tokens":1,"x":${'['.repeat(70)}${']'.repeat(70)}}`, 400, 'json_too_deep'],
  ])('%j', async (body, status, code) => {
    const type = 'invalid_request_error'
    expect(await refused(await post(router, body, MESSAGES, key))).toEqual({ status, type, code })
  })

  it('has its own type for each of its kinds', async () => {
    expect(await refused(await post(router, SAY))).toEqual({
      status: 401,
      type: 'authentication_error',
      code: 'invalid_api_key',
    })
    const wrong = { ...SAY, model: 'no-such-model' }
    for (const path of [MESSAGES, COUNT]) {
      expect(await refused(await post(router, wrong, path, key))).toEqual({
        status: 404,
        type: 'not_found_error',
        code: 'model_not_found',
      })
    }
    const large = { ...SAY, system: 'x'.repeat(60_000) }
    expect(await refused(await post(router, large, MESSAGES, key))).toMatchObject({
      status: 413,
      type: 'request_too_large',
    })
    const get = await fetch(router.url + MESSAGES, { headers: key })
    expect(await refused(get)).toMatchObject({ status: 405, code: 'method_not_allowed' })
    expect(await refused(await post(router, SAY, `${MESSAGES}/batches`, key))).toEqual({
      status: 404,
      type: 'not_found_error',
      code: 'not_found',
    })
  })

  it('is never the fault of the router, whatever the body', async () => {
    const field = fc.constantFrom(
      'model',
      'messages',
      'system',
      'tools',
      'tool_choice',
      'thinking',
      'metadata',
      'output_config',
      'stop_sequences',
      'stream',
      'temperature',
    )
    const block = fc.record(
      {
        type: fc.constantFrom('text', 'image', 'document', 'tool_use', 'tool_result', 'thinking'),
        text: fc.oneof(fc.string(), fc.jsonValue()),
        source: fc.oneof(fc.jsonValue(), fc.constant({ type: 'base64', data: '' })),
        content: fc.oneof(fc.string(), fc.jsonValue()),
        id: fc.string(),
        name: fc.string(),
        tool_use_id: fc.string(),
        input: fc.dictionary(fc.string(), fc.jsonValue()),
        thinking: fc.string(),
      },
      { requiredKeys: ['type'] },
    )
    const message = fc.record({
      role: fc.constantFrom('user', 'assistant', 'system'),
      content: fc.oneof(fc.string(), fc.array(block, { maxLength: 4 })),
    })
    const body = fc
      .tuple(
        fc.dictionary(field, fc.jsonValue()),
        fc.array(message, { minLength: 1, maxLength: 4 }),
      )
      .map(([fields, messages]) => ({ max_tokens: 9, ...fields, messages }))
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom(MESSAGES, COUNT), async (asked, path) => {
        const response = await post(router, asked, path, key)
        const text = await response.text()
        expect([200, 400, 404, 413], text).toContain(response.status)
      }),
      { numRuns: 300 },
    )
  }, 60_000)
})

describe('what holds for every answer', () => {
  let simulator: Simulator
  let router: Router
  beforeAll(async () => {
    simulator = await startSimulator('openai', {
      models: [
        { name: 'qwen3:8b', parameters: 8, servedContext: 4096, extra: { max_model_len: 4096 } },
      ],
      slots: 4,
    })
    router = await startRouter({
      yaml: `backends: [{ name: sim, kind: openai, url: '${simulator.url}' }]`,
      env: { ROUTER_STREAM_HOLD: '0.2', ROUTER_LOG_FORMAT: 'json' },
    })
  })
  afterAll(async () => {
    await router?.stop()
    await simulator?.stop()
  })

  it('says who answered and what was left out, and is recorded', async () => {
    const system = [{ type: 'text', text: 'Hi.', cache_control: { type: 'ephemeral' } }]
    const response = await post(router, { ...SAY, system, context_management: { edits: [] } })
    expect(response.status).toBe(200)
    const headers = Object.fromEntries(response.headers)
    expect(headers).toMatchObject({
      'x-router-model': 'qwen3:8b',
      'x-router-backend': 'sim',
      'x-router-attempts': '1',
      'x-router-dropped-params': 'cache_control, context_management',
    })
    await response.text()
    const line = await logLineOf(router, headers['x-request-id'] ?? '')
    expect(line).toMatchObject({ msg: '/v1/messages 200', model: 'qwen3:8b', tokensOut: 20 })
  })

  it('pings while the client waits, before the message begins', async () => {
    await simulator.control({ fail: { mode: 'hang_before_headers', times: 1 } })
    const asked = clientRequest(router.url + MESSAGES, { ...SAY, stream: true })
    const response = await asked.response
    expect(response.statusCode).toBe(200)
    expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8')
    response.setEncoding('utf8')
    const [first] = await response.take(1).toArray()
    expect(first).toBe('event: ping\ndata: {"type":"ping"}\n\n')
    asked.leave()
    await eventually(simulator, ({ cancelled }) => cancelled.length > 0)
  })

  it.each([true, false])(
    'frees the backend when its client leaves, streamed: %s',
    async (stream) => {
      const before = (await simulator.stats()).cancelled.length
      await simulator.control({ fail: { mode: 'hang_mid_stream', after: 2, times: 1 } })
      const asked = clientRequest(router.url + MESSAGES, { ...SAY, stream })
      asked.response.then((response) => response.resume()).catch(() => undefined)
      await eventually(simulator, ({ open }) => open > 0)
      asked.leave()
      await eventually(simulator, ({ cancelled }) => cancelled.length > before)
    },
  )

  it('is told in the words that agents look for when a prompt is too long', async () => {
    const messages = [{ role: 'user', content: 'word '.repeat(9_000) }]
    const response = await post(router, { ...SAY, messages })
    expect(response.status).toBe(400)
    const { error } = await json<AnthropicErrorBody>(response)
    expect(error.type).toBe('invalid_request_error')
    expect(error.message).toMatch(/^prompt is too long: /)
  })

  it('takes no model for too small because a limit must be named', async () => {
    const response = await post(router, { ...SAY, max_tokens: 32_000 })
    expect(response.status).toBe(200)
    const { recent } = await simulator.stats()
    const sent = recent.filter(({ path }) => path.endsWith('/chat/completions')).at(-1)
    expect(JSON.parse(sent?.body ?? '')).not.toHaveProperty('max_tokens')
  })

  it('is a stream of events that ends as one', async () => {
    const response = await post(router, { ...SAY, stream: true }, `${MESSAGES}?beta=true`)
    const events = eventsOf(await response.text()) as Wire[]
    expect(events.at(0)?.type).toBe('message_start')
    expect(events.at(-1)?.type).toBe('message_stop')
  })
})
