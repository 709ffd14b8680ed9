import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RecordingBackend, recordingBackend } from '../support/recording-backend.ts'
import { type ErrorBody, json, type Router, startRouter } from '../support/router.ts'

const LARGE = 'llama3.3:70b'
const SMALL = 'llama3.2:1b'
const HARD =
  'Prove that every finite group of order p^2, p prime, is abelian, and derive the classification step by step.'

let backend: RecordingBackend
let router: Router
beforeAll(async () => {
  backend = await recordingBackend([LARGE, SMALL])
  router = await startRouter({
    yaml: `backends: [{ name: up, kind: openai, url: '${backend.url}' }]`,
  })
})
afterAll(async () => {
  await router?.stop()
  await backend?.close()
})

const messages = [{ role: 'user', content: HARD }]

/** Who answers, by the router's own account. */
async function chosen(body: object, headers: Record<string, string> = {}): Promise<string | null> {
  const response = await router.chat({ messages, ...body }, headers)
  await response.text()
  return response.headers.get('x-router-model')
}

describe('what a client may say of how it is routed', () => {
  it('is the policy, by header or with the name', async () => {
    expect(await chosen({}, { 'x-router-policy': 'quality' })).toBe(LARGE)
    expect(await chosen({ model: 'SmarterRouter/main:Quality' })).toBe(LARGE)
    const fast = { 'x-router-policy': 'Speed' }
    expect(await chosen({ messages: [{ role: 'user', content: 'Hello!' }] }, fast)).toBe(SMALL)
    expect(await chosen({ model: 'smarterrouter/main:latest' })).toBe(await chosen({}))
  })

  it('is who may answer, the header before the body, whatever the policy would rather have', async () => {
    const best = { 'x-router-policy': 'quality' }
    expect(await chosen({ models: [SMALL] }, best)).toBe(SMALL)
    expect(await chosen({ models: [`${SMALL}@up`, 'nobody'] }, best)).toBe(SMALL)
    expect(await chosen({ models: [SMALL] }, { ...best, 'x-router-models': LARGE })).toBe(LARGE)
  })

  it('is the time that an answer may take', async () => {
    const late = await router.chat({ messages, max_latency: 0.001 })
    const { error } = await json<ErrorBody>(late)
    expect([late.status, error.code, error.param]).toEqual([400, 'no_capable_model', 'max_latency'])
    expect(await chosen({ max_latency: 0.001 }, { 'x-router-max-latency': '10000' })).not.toBeNull()
  })

  it('reaches no backend, and is not told as left out', async () => {
    const body = { messages, models: [LARGE, SMALL], max_latency: 10_000, seed: 1 }
    const response = await router.chat(body)
    await response.text()
    expect(response.headers.get('x-router-dropped-params')).toBeNull()
    const sent = JSON.parse(backend.calls.at(-1)?.bytes.toString() ?? '')
    expect(Object.keys(sent).toSorted()).toEqual(['messages', 'model', 'seed'])
    expect(backend.calls.at(-1)?.headers['x-router-models']).toBeUndefined()
  })

  it.each([
    ['x-router-policy', 'sped', 'speed'],
    ['x-router-models', ',', '1 to 50'],
    ['x-router-max-latency', 'soon', 'seconds'],
  ])('is refused where it makes no sense: %s: %s', async (name, value, said) => {
    const headers = { [name]: value }
    const calls = backend.calls.length
    const chat = await router.chat({ messages }, headers)
    const { error } = await json<ErrorBody>(chat)
    expect([chat.status, error.code, error.param]).toEqual([400, 'invalid_request', name])
    expect(error.message).toContain(said)
    for (const path of ['/v1/messages', '/v1/messages/count_tokens']) {
      const refused = await router.post(path, { messages, max_tokens: 9 }, headers)
      const body = await json<ErrorBody & { readonly type: string }>(refused)
      expect([refused.status, body.type]).toEqual([400, 'error'])
      expect(body.error.message).toContain(said)
    }
    expect(backend.calls.length).toBe(calls)
  })

  it.each([{ models: [] }, { models: 'all' }, { max_latency: 0 }, { max_latency: 'soon' }])(
    'is refused where it makes no sense in the body: %j',
    async (wishes) => {
      const { error } = await json<ErrorBody>(await router.chat({ messages, ...wishes }))
      expect(error).toMatchObject({ code: 'invalid_request', param: Object.keys(wishes)[0] })
    },
  )

  it('is heard in Messages too', async () => {
    const headers = { 'x-router-policy': 'quality', 'x-router-models': SMALL }
    const response = await router.post('/v1/messages', { messages, max_tokens: 9 }, headers)
    expect([response.status, response.headers.get('x-router-model')]).toEqual([200, SMALL])
    await response.text()
    const count = await router.post('/v1/messages/count_tokens', { messages }, headers)
    expect(count.status).toBe(200)
    await count.text()
  })
})

describe('the models that there are', () => {
  const idAt = async (path: string) => (await json<{ id?: string }>(await router.get(path))).id

  it('include the router by each policy, which the list does not repeat', async () => {
    expect(await idAt('/v1/models/smarterrouter/main:speed')).toBe('smarterrouter/main:speed')
    expect(await idAt('/v1/models/SmarterRouter/Main:LOCAL')).toBe('smarterrouter/main:local')
    expect(await idAt('/v1/models/smarterrouter/main:latest')).toBe('smarterrouter/main')
    expect((await router.get('/v1/models/smarterrouter/main:nimble')).status).toBe(404)
    const { data } = await json<{ data: readonly object[] }>(await router.get('/v1/models'))
    expect(data).toHaveLength(1)
  })
})
