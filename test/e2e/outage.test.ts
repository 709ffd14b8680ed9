import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { ServerInput } from '../../src/demo/engine/description.ts'
import { type ErrorBody, json, type Router, startRouter, until } from '../support/router.ts'
import { refusing, scriptedFleet } from '../support/scripted-fleet.ts'
import { type Simulator, startSimulator } from '../support/simulators.ts'
import { streamed } from '../support/streamed.ts'

/** A refusal comes at once; this only tells it from one that waited for something. */
const PROMPTLY_MS = 3_000
const MODEL = 'twin-chat:8b'
const DESCRIPTION: ServerInput = {
  models: [{ name: MODEL, parameters: 8, speed: { decode: 20 } }],
  slots: 4,
}

describe.each(['ollama', 'llama.cpp', 'openai'] as const)('when %s dies', (kind) => {
  const description = { ...DESCRIPTION, router: kind === 'llama.cpp' }
  const running: Simulator[] = []
  let one: Simulator
  let two: Simulator
  let router: Router

  const start = async (port = 0): Promise<Simulator> => {
    const simulator = await startSimulator(kind, description, port)
    running.push(simulator)
    return simulator
  }

  beforeAll(async () => {
    ;[one, two] = await Promise.all([start(), start()])
    router = await startRouter({
      yaml: `backends:
  - { name: one, kind: ${kind}, url: '${one.url}' }
  - { name: two, kind: ${kind}, url: '${two.url}' }`,
      env: { ROUTER_POLLING_INTERVAL: '1', ROUTER_LIST_MODELS: 'true' },
    })
    await until(async () => (await upBackends()).length === 2)
  })
  afterAll(async () => {
    await router?.stop()
    await Promise.all(running.map((simulator) => simulator.kill()))
  })

  const ask = (text: string, more: object = {}) =>
    router.chat({ messages: [{ role: 'user', content: text }], ...more })

  async function upBackends(): Promise<readonly string[]> {
    const { backends } = await json<{ backends: { name: string; up: boolean }[] }>(
      await router.get('/admin/backends'),
    )
    return backends.filter(({ up }) => up).map(({ name }) => name)
  }

  it('in mid-stream, an error ends the answer, and the others go on', async () => {
    const begun = await ask('[[tokens:200]]', { model: `${MODEL}@one`, stream: true })
    await one.kill()
    const answer = await streamed(begun)
    expect(answer.content).toMatch(/^word1/)
    expect(answer).toMatchObject({ code: 'upstream_error', done: false })
    const next = await ask('[[say:hello]]', { model: MODEL })
    expect(next.status).toBe(200)
    expect(next.headers.get('x-router-backend')).toBe('two')
  })

  it('it is soon known to be down, and asked no more', async () => {
    await until(async () => (await upBackends()).join() === 'two')
    const response = await ask('[[say:hello]]')
    expect(response.headers.get('x-router-backend')).toBe('two')
    expect(response.headers.get('x-router-attempts')).toBe('1')
  })

  it('and the last one too, everything is refused at once, and models are still listed', async () => {
    await two.kill()
    await until(async () => (await upBackends()).length === 0)
    const began = performance.now()
    for (const model of [undefined, MODEL, `${MODEL}@one`]) {
      const response = await ask('hello', { model })
      expect(response.status).toBe(503)
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(response.headers.has('x-should-retry')).toBe(false)
      expect(response.headers.get('x-router-attempts')).toBe('0')
      expect((await json<ErrorBody>(response)).error.code).toBe('no_backends')
    }
    expect(performance.now() - began).toBeLessThan(PROMPTLY_MS)
    expect((await router.get('/ready')).status).toBe(503)
    const { data } = await json<{ data: { id: string }[] }>(await router.get('/v1/models'))
    expect(data.map(({ id }) => id)).toContain(MODEL)
  })

  it('and comes back, it answers again after a look', async () => {
    await start(Number(new URL(one.url).port))
    await router.ready()
    const response = await ask('[[say:back]]', { model: MODEL })
    expect(response.status).toBe(200)
    expect(response.headers.get('x-router-backend')).toBe('one')
    expect(response.headers.get('x-router-attempts')).toBe('1')
  })
})

describe('an attempt that never left', () => {
  it('does not count', async () => {
    const fleet = await scriptedFleet(['dead', 'first', 'second', 'third'])
    const router = await startRouter({ yaml: `backends:\n${fleet.yaml()}` })
    onTestFinished(async () => {
      await router.stop()
      await fleet.close()
    })
    await until(async () => (await (await router.get('/metrics')).text()).split('_up{').length > 4)
    await fleet.backends['dead']?.close()
    const lucky = fleet.newModel({ first: refusing(500) })
    const unlucky = fleet.newModel({ first: refusing(500), second: refusing(500) })
    const messages = [{ role: 'user', content: 'Hello.' }]
    const [answered, failed] = await Promise.all([
      router.chat({ model: lucky, messages }),
      router.chat({ model: unlucky, messages }),
    ])
    expect(answered.status).toBe(200)
    expect(answered.headers.get('x-router-attempts')).toBe('3')
    expect(answered.headers.get('x-router-reason')).toContain(
      `${lucky}@dead failed (upstream_unreachable); ${lucky}@first failed (upstream_error)`,
    )
    expect(fleet.asked(lucky)).toEqual(['first', 'second'])
    expect(failed.status).toBe(502)
    expect(fleet.asked(unlucky)).toEqual(['first', 'second'])
  })

  it('is told as such when nobody can be reached', async () => {
    const fleet = await scriptedFleet(['first', 'second'])
    const router = await startRouter({ yaml: `backends:\n${fleet.yaml()}` })
    onTestFinished(() => router.stop())
    await fleet.close()
    const response = await router.chat({ messages: [{ role: 'user', content: 'Hello.' }] })
    expect(response.status).toBe(502)
    expect(response.headers.get('x-should-retry')).toBe('false')
    expect((await json<ErrorBody>(response)).error.code).toBe('upstream_unreachable')
  })
})
