import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logLineOf } from '../support/log-lines.ts'
import { type Answering, chunkEvent, streamAnswer } from '../support/recording-backend.ts'
import { type ChatBody, type ErrorBody, json, type Router, startRouter } from '../support/router.ts'
import {
  answeringWell,
  refusing,
  type Script,
  type ScriptedFleet,
  scriptedFleet,
} from '../support/scripted-fleet.ts'
import { streamed } from '../support/streamed.ts'

let fleet: ScriptedFleet
let router: Router

beforeAll(async () => {
  fleet = await scriptedFleet(['first', 'second', 'third'], ['roomy:8b', 'cramped:8b'])
  router = await startRouter({
    yaml: `backends:
${fleet.yaml(', timeouts: { ttft: 0.4 }')}
overrides:
  'roomy:8b@third': { context: 32768 }
  'roomy:8b': { context: 8192 }
  'cramped:8b': { context: 8192 }`,
    env: { ROUTER_LOG_FORMAT: 'json' },
  })
})
afterAll(async () => {
  await router?.stop()
  await fleet?.close()
})

const messages = [{ role: 'user', content: 'Hello.' }]
const broken = refusing(500)
const silent: Answering = () => undefined
const page: Answering = (response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>')
}
const cut: Answering = (response) => {
  response.destroy()
}

async function contentOf(response: Response, stream: boolean): Promise<string> {
  if (stream) return (await streamed(response)).content
  return String((await json<ChatBody>(response)).choices[0]?.message['content'])
}

async function errorOf(response: Response): Promise<ErrorBody['error']> {
  return (await json<ErrorBody>(response)).error
}

/** Asks for a model of its own, whose backends answer as scripted. */
async function ask(script: Script, more: object = {}, headers: Record<string, string> = {}) {
  const model = fleet.newModel(script)
  const response = await router.chat({ model, messages, ...more }, headers)
  return { model, response, again: () => router.chat({ model, messages, ...more }) }
}

describe.each([true, false])('a failure before the first content (stream: %s)', (stream) => {
  it.each<[string, Answering]>([
    ['upstream_error', broken],
    ['upstream_error', cut],
    ['upstream_error', refusing(200, { message: 'cuda oom', type: 'server_error' })],
    ['upstream_rate_limited', refusing(429, { message: 'slow down' }, { 'retry-after': '1' })],
    ['upstream_overloaded', refusing(503, { message: 'server busy, please try again' })],
    ['upstream_auth_failed', refusing(401, { message: 'bad key' })],
    ['model_not_found', refusing(404, { message: 'model "x" not found' })],
    ['upstream_invalid_response', page],
  ])('%s is made good by the next backend', async (code, first) => {
    const { model, response } = await ask({ first }, { stream })
    expect(response.status).toBe(200)
    expect(response.headers.get('x-router-backend')).toBe('second')
    expect(response.headers.get('x-router-attempts')).toBe('2')
    expect(response.headers.get('x-router-reason')).toContain(`${model}@first failed (${code})`)
    expect(await contentOf(response, stream)).toBe('second')
    expect(fleet.asked(model)).toEqual(['first', 'second'])
  })

  it.each([400, 413, 422])(
    'status %s is the client’s own, and nobody else is asked',
    async (status) => {
      const script = { first: refusing(status, { message: 'no such role' }) }
      const { model, response } = await ask(script, { stream })
      expect(response.status).toBe(400)
      expect(response.headers.get('x-should-retry')).toBe('false')
      expect(response.headers.has('retry-after')).toBe(false)
      expect(await errorOf(response)).toMatchObject({
        code: 'upstream_rejected',
        type: 'invalid_request_error',
        message: 'no such role',
      })
      expect(fleet.asked(model)).toEqual(['first'])
    },
  )

  it('is made good twice at most when the request was sent', async () => {
    const { model, response } = await ask({ first: broken, second: broken }, { stream })
    expect(response.status).toBe(502)
    expect(response.headers.get('x-router-attempts')).toBe('2')
    expect(response.headers.get('x-router-backend')).toBe('second')
    expect(response.headers.get('x-should-retry')).toBe('false')
    expect((await errorOf(response)).message).toContain('second')
    expect(fleet.asked(model)).toEqual(['first', 'second'])
  })
})

describe('a stream that fails before its first content', () => {
  it.each<[string, string, Answering]>([
    ['nothing', 'upstream_ttft_timeout', silent],
    ['no content', 'upstream_ttft_timeout', streamAnswer([': wait\n\n'], { end: 'open' })],
    ['an error first', 'upstream_error', streamAnswer(['data: {"error":{"message":"oom"}}\n\n'])],
    ['half an event', 'upstream_error', streamAnswer(['data: {"choi'], { end: 'cut' })],
    ['garbage', 'upstream_invalid_response', streamAnswer(['data: oops\n\n'])],
    ['the end at once', 'upstream_invalid_response', streamAnswer(['data: [DONE]\n\n'])],
  ])('%s: %s, and the next backend answers', async (_, code, first) => {
    const { model, response } = await ask({ first }, { stream: true })
    expect(response.headers.get('x-router-reason')).toContain(`${model}@first failed (${code})`)
    expect(await streamed(response)).toMatchObject({ content: 'second', done: true })
  })
})

describe('after the first content', () => {
  it.each<[string, Answering]>([
    ['upstream_error', streamAnswer([chunkEvent({ content: 'half' })], { end: 'cut' })],
    ['upstream_invalid_response', streamAnswer([chunkEvent({ content: 'half' })])],
  ])('%s ends the stream with an error, and nobody else is asked', async (code, first) => {
    const id = `half-${code}`
    const { model, response } = await ask({ first }, { stream: true }, { 'x-request-id': id })
    expect(response.status).toBe(200)
    expect(await streamed(response)).toMatchObject({ content: 'half', code, done: false })
    expect(fleet.asked(model)).toEqual(['first'])
    expect(await logLineOf(router, id)).toMatchObject({ outcome: 'partial', code })
  })

  it('a whole answer may still come from elsewhere, for nothing of it was sent', async () => {
    const first = streamAnswer([chunkEvent({ content: 'half' })], { end: 'cut' })
    const { response } = await ask({ first }, { stream: false })
    expect(await contentOf(response, false)).toBe('second')
  })
})

describe('an idle connection that closes just when it is used again', () => {
  it.each(['chat', 'embed'] as const)('is no failure of the backend (%s)', async (kind) => {
    const known = new WeakSet()
    const first: Answering = (response, request) => {
      const { socket } = response.req
      if (known.has(socket)) return void socket.destroy()
      known.add(socket)
      answeringWell('first')(response, request)
    }
    const model = fleet.newModel({ first })
    const body = { model: `${model}@first`, messages, input: 'x' }
    for (const attempts of ['1', '2']) {
      const response = await router[kind](body)
      expect([response.status, response.headers.get('x-router-attempts')]).toEqual([200, attempts])
      await response.text()
    }
    expect(fleet.asked(model)).toEqual(['first', 'first', 'first'])
  })
})

describe('the next request', () => {
  it('spares a backend that asked to be left alone', async () => {
    const first = refusing(429, { message: 'slow down' }, { 'retry-after': '7' })
    const { model, again } = await ask({ first })
    const response = await again()
    expect(response.headers.get('x-router-backend')).toBe('second')
    expect(response.headers.get('x-router-attempts')).toBe('1')
    expect(fleet.asked(model)).toEqual(['first', 'second', 'second'])
  })

  it('spares a backend that does not take our key', async () => {
    const { model, again } = await ask({ first: refusing(401) })
    expect((await again()).headers.get('x-router-backend')).toBe('second')
    expect(fleet.asked(model)).toEqual(['first', 'second', 'second'])
  })

  it('spares a backend that failed five times in a row, but asks it when nobody else is left', async () => {
    const { model, again } = await ask({ first: broken })
    for (let failures = 1; failures < 5; failures += 1) {
      expect((await again()).headers.get('x-router-attempts')).toBe('2')
    }
    const spared = await again()
    expect(spared.headers.get('x-router-backend')).toBe('second')
    expect(spared.headers.get('x-router-attempts')).toBe('1')
    fleet.direct(model, { second: refusing(503), third: refusing(503) })
    const pinned = await router.chat({ model: `${model}@first`, messages })
    expect(pinned.status).toBe(200)
    expect(pinned.headers.get('x-router-reason')).toContain('failed lately')
  })
})

describe('what the client hears in the end', () => {
  it.each([
    ['2', '2'],
    ['3600', '20'],
    [undefined, '5'],
  ])('of everybody’s 429 with Retry-After %s: %s', async (asked, told) => {
    const limited = refusing(429, {}, asked === undefined ? {} : { 'retry-after': asked })
    const { response } = await ask({ first: limited, second: limited })
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe(told)
    expect(response.headers.get('x-should-retry')).toBe('false')
    expect(await errorOf(response)).toMatchObject({
      code: 'upstream_rate_limited',
      type: 'rate_limit_error',
    })
  })

  it('of everybody’s 503: how long to wait, in milliseconds too when it is short', async () => {
    const busy = refusing(503, { message: 'busy' }, { 'retry-after-ms': '250' })
    const { response } = await ask({ first: busy, second: busy })
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('1')
    expect(response.headers.get('retry-after-ms')).toBe('250')
    expect(response.headers.get('x-should-retry')).toBe('false')
    expect((await errorOf(response)).code).toBe('upstream_overloaded')
  })

  it('of our key that nobody takes: never a 401, for the client’s own is well', async () => {
    const { response } = await ask({ first: refusing(401), second: refusing(403) })
    expect(response.status).toBe(502)
    expect((await errorOf(response)).code).toBe('upstream_auth_failed')
  })

  it('of a model that is gone everywhere: 404', async () => {
    const gone = refusing(404, { message: 'model "x" not found' })
    const { response } = await ask({ first: gone, second: gone })
    expect(response.status).toBe(404)
    expect((await errorOf(response)).code).toBe('model_not_found')
  })
})

describe('a prompt that turns out too long', () => {
  const tooLong = refusing(400, {
    message: 'This model’s maximum context length is 8192 tokens.',
    code: 'context_length_exceeded',
  })

  it('goes to a larger context only', async () => {
    fleet.direct('roomy:8b', { first: tooLong, second: tooLong })
    const response = await router.chat({ model: 'roomy:8b', messages })
    expect(await contentOf(response, false)).toBe('third')
    expect(fleet.asked('roomy:8b')).toEqual(['first', 'third'])
  })

  it('is refused where there is none', async () => {
    fleet.direct('cramped:8b', { first: tooLong })
    const response = await router.chat({ model: 'cramped:8b', messages })
    expect(response.status).toBe(400)
    expect((await errorOf(response)).code).toBe('context_length_exceeded')
    expect(fleet.asked('cramped:8b')).toEqual(['first'])
  })
})

describe('embeddings', () => {
  it('come from the next backend that has the model', async () => {
    const model = fleet.newModel({ first: broken })
    const response = await router.embed({ model, input: 'x' })
    expect(response.status).toBe(200)
    expect(response.headers.get('x-router-attempts')).toBe('2')
    expect(response.headers.get('x-router-reason')).toContain(
      `${model}@first failed (upstream_error)`,
    )
    expect(fleet.asked(model)).toEqual(['first', 'second'])
  })

  it('are asked for twice at most', async () => {
    const model = fleet.newModel({ first: broken, second: broken })
    const response = await router.embed({ model, input: 'x' })
    expect(response.status).toBe(502)
    expect(response.headers.get('x-should-retry')).toBe('false')
    expect(fleet.asked(model)).toEqual(['first', 'second'])
  })
})

describe('without cascading', () => {
  it('one attempt is all', async () => {
    const single = await startRouter({
      yaml: `backends:\n${fleet.yaml()}`,
      env: { ROUTER_CASCADING_ENABLED: 'false' },
    })
    const model = fleet.newModel({ first: broken })
    const chat = await single.chat({ model, messages })
    const embedding = await single.embed({ model, input: 'x' })
    await single.stop()
    expect([chat.status, embedding.status]).toEqual([502, 502])
    expect(chat.headers.get('x-router-attempts')).toBe('1')
    expect(fleet.asked(model)).toEqual(['first', 'first'])
  })
})
