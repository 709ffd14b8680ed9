import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { logLineOf } from '../support/log-lines.ts'
import { chunkEvent, streamAnswer, wholeAnswer } from '../support/recording-backend.ts'
import { type ChatBody, type ErrorBody, json, type Router, startRouter } from '../support/router.ts'
import { startSimulator } from '../support/simulators.ts'
import { streamed } from '../support/streamed.ts'
import {
  drip,
  later,
  streamOf,
  type TimedBackends,
  timedBackends,
} from '../support/timed-backends.ts'

const PING = ': ping\n\n'
const EMPTY = chunkEvent({ content: '' }) + chunkEvent({ role: 'assistant' }) + chunkEvent({})
const ON = chunkEvent({ content: 'on ' })

let backends: TimedBackends
/** Commits a stream after 0.3 s. */
let quick: Router
/** Commits no stream before its first content. */
let patient: Router

beforeAll(async () => {
  backends = await timedBackends()
  const { first, second } = backends
  const yaml = `backends:
    - { name: first, kind: openai, url: '${first.url}' }
    - { name: second, kind: openai, url: '${second.url}' }
    - { name: hasty, kind: openai, url: '${second.url}', remote: true, timeouts: { ttft: 0.2 } }
    - { name: brief, kind: openai, url: '${second.url}', remote: true, timeouts: { total: 1 } }`
  const env = {
    ROUTER_LOG_FORMAT: 'json',
    ROUTER_TTFT_TIMEOUT: '1.5',
    ROUTER_IDLE_TIMEOUT: '0.8',
    ROUTER_GENERATION_TIMEOUT: '15',
  }
  quick = await startRouter({ yaml, env: { ...env, ROUTER_STREAM_HOLD: '0.3' } })
  patient = await startRouter({ yaml, env: { ...env, ROUTER_STREAM_HOLD: '60' } })
})
afterAll(async () => {
  await quick?.stop()
  await patient?.stop()
  await backends?.close()
})

interface AdminModels {
  readonly models: readonly {
    readonly placements: readonly { readonly key: string; readonly health: string }[]
  }[]
}

async function codeOf(response: Response): Promise<string> {
  return (await json<ErrorBody>(response)).error.code
}

describe.concurrent('an answer that is whole', () => {
  it('is taken as such, though the backend keeps its connection open', async () => {
    const pieces = [chunkEvent({ content: 'all' }), chunkEvent({}, 'stop')]
    const first = streamAnswer(pieces, { end: 'open' })
    const whole = await quick.chat(backends.ask({ first, on: 'first' }, { stream: false }))
    expect((await json<ChatBody>(whole)).choices[0]?.message['content']).toBe('all')
    const stream = await streamed(await quick.chat(backends.ask({ first, on: 'first' })))
    expect(stream).toMatchObject({ content: 'all', done: true })
  })
})

describe.concurrent('time runs on content', () => {
  it.each([
    ['silence', () => undefined],
    ['headers alone', drip('', '')],
    ['comments alone', drip('', PING)],
    ['empty deltas alone', drip('', EMPTY)],
  ])('%s is no first token: 504, or an error chunk once committed', async (_, first) => {
    const [held, committed] = await Promise.all([
      patient.chat(backends.ask({ first, on: 'first' })),
      quick.chat(backends.ask({ first, on: 'first' })),
    ])
    expect(held.status).toBe(504)
    expect((await json<ErrorBody>(held)).error).toMatchObject({
      code: 'upstream_ttft_timeout',
      type: 'server_error',
    })
    expect(committed.status).toBe(200)
    expect(await streamed(committed)).toMatchObject({ code: 'upstream_ttft_timeout', done: false })
  })

  it('another backend takes over when the first token does not come', async () => {
    const request = backends.ask({ first: drip('', PING), second: streamOf('second') })
    const response = await patient.chat(request)
    expect(response.headers.get('x-router-reason')).toContain('failed (upstream_ttft_timeout)')
    expect(await streamed(response)).toMatchObject({ content: 'second', done: true })
  })

  it.each([
    ['silence', ''],
    ['comments', PING],
    ['empty deltas', EMPTY],
  ])('%s after the first token is a standstill', async (name, piece) => {
    const id = name.replace(' ', '-')
    const first = drip(chunkEvent({ content: 'So' }), piece)
    const request = backends.ask({ first, second: streamOf('second') })
    const response = await patient.chat(request, { 'x-request-id': id })
    expect(response.status).toBe(200)
    const end = { content: 'So', code: 'upstream_idle_timeout', done: false }
    expect(await streamed(response)).toMatchObject(end)
    expect(await logLineOf(patient, id)).toMatchObject({
      status: 200,
      outcome: 'partial',
      code: 'upstream_idle_timeout',
    })
  })

  it('content that goes on and on ends with the time of the whole request', async () => {
    const request = backends.ask({ second: drip('', ON), on: 'brief' })
    const answer = await streamed(await patient.chat(request))
    expect(answer).toMatchObject({ code: 'deadline_exceeded', done: false })
    expect(answer.content).toMatch(/^(on )+$/)
    const whole = backends.ask({ second: drip('', ON), on: 'brief' }, { stream: false })
    const refused = await patient.chat(whole)
    expect(refused.status).toBe(504)
    expect(await codeOf(refused)).toBe('deadline_exceeded')
  })

  it('slow but steady content is no standstill', async () => {
    const request = backends.ask({ second: drip('', ON), on: 'second' }, { max_tokens: 5 })
    const response = await patient.chat(request)
    const reader = response.body?.getReader()
    const began = performance.now()
    while (performance.now() - began < 2_000) expect((await reader?.read())?.done).toBe(false)
    await reader?.cancel()
  })

  it('a backend has time limits of its own', async () => {
    const second = later(700, streamOf('slow'))
    const hasty = await patient.chat(backends.ask({ second, on: 'hasty' }))
    expect(hasty.status).toBe(504)
    expect((await json<ErrorBody>(hasty)).error).toMatchObject({
      code: 'upstream_ttft_timeout',
      message: expect.stringContaining('"hasty"'),
    })
    const usual = await patient.chat(backends.ask({ second, on: 'second' }))
    expect(await streamed(usual)).toMatchObject({ content: 'slow', done: true })
  })

  it('an answer in one piece may take longer than a first token, but not for ever', async () => {
    const slow = later(400, wholeAnswer({ content: 'whole' }))
    const whole = { stream: false }
    const answered = await patient.chat(backends.ask({ second: slow, on: 'hasty' }, whole))
    expect(answered.status).toBe(200)
    const refused = await patient.chat(backends.ask({ on: 'hasty' }, whole))
    expect(refused.status).toBe(504)
    expect(await codeOf(refused)).toBe('upstream_ttft_timeout')
  })

  it('embeddings that do not come are a failure of the backend', async () => {
    const { model } = backends.ask({ on: 'hasty' })
    const asked = [1, 2, 3, 4, 5].map(() => patient.embed({ model, input: 'x' }))
    for (const response of await Promise.all(asked)) {
      expect(response.status).toBe(504)
      expect(await codeOf(response)).toBe('upstream_ttft_timeout')
    }
    const { models } = await json<AdminModels>(await patient.get('/admin/models'))
    const placement = models.flatMap((one) => one.placements).find(({ key }) => key === model)
    expect(placement?.health).toBe('open')
  })
})

describe('a model that must be loaded first', () => {
  it('is given the time that loading takes, and no more', async () => {
    const simulator = await startSimulator('ollama', {
      models: [
        { name: 'cold-chat:1b', speed: { load: 1.2 } },
        { name: 'stuck-chat:1b', speed: { load: 1.2 } },
      ],
    })
    const router = await startRouter({
      yaml: `backends: [{ name: sim, kind: ollama, url: '${simulator.url}' }]`,
      env: { ROUTER_TTFT_TIMEOUT: '0.3', ROUTER_LOAD_TIMEOUT: '3' },
    })
    onTestFinished(async () => {
      await router.stop()
      await simulator.kill()
    })
    const ask = (model: string, content = '[[say:awake]]') =>
      router.chat({ model, messages: [{ role: 'user', content }], stream: true, max_tokens: 50 })

    const cold = await ask('cold-chat:1b')
    expect(await streamed(cold)).toMatchObject({ content: 'awake', done: true })

    const raised = await ask('cold-chat:1b', `${'word '.repeat(5000)} [[say:again]]`)
    expect(await streamed(raised)).toMatchObject({ content: 'again', done: true })
    const { loaded } = await simulator.stats()
    expect(loaded).toContainEqual({ name: 'cold-chat:1b', context: 8192 })

    await simulator.control({ wedge: true })
    const stuck = await ask('stuck-chat:1b')
    expect(stuck.status).toBe(504)
    expect(await codeOf(stuck)).toBe('upstream_ttft_timeout')
  })
})
