import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Stats } from '../../src/demo/engine/control.ts'
import type { Fault } from '../../src/demo/engine/fault.ts'
import { type ClientRequest, clientRequest, readUntil } from '../support/client-request.ts'
import { logLineOf } from '../support/log-lines.ts'
import { chunkEvent, DONE_EVENT } from '../support/recording-backend.ts'
import { json, type Router, startRouter, until } from '../support/router.ts'
import { eventually, type Simulator, startSimulator } from '../support/simulators.ts'

/** Far longer than a cancellation takes, far shorter than any answer here would. */
const PROMPTLY_MS = 3_000

interface AdminPlacement {
  readonly key: string
  readonly health: string
  readonly busy: number
}

async function placements(router: Router): Promise<readonly AdminPlacement[]> {
  const { models } = await json<{ models: { placements: AdminPlacement[] }[] }>(
    await router.get('/admin/models'),
  )
  return models.flatMap((model) => model.placements)
}

async function busyAt(router: Router, key: string): Promise<number | undefined> {
  return (await placements(router)).find((placement) => placement.key === key)?.busy
}

async function inFlight(router: Router): Promise<number> {
  const metrics = await (await router.get('/metrics')).text()
  return Number(/^smarterrouter_requests_in_flight (\d+)$/m.exec(metrics)?.[1])
}

/** Nothing is left over: no request, no permit, no grudge against the backend. */
async function expectNothingLeft(router: Router): Promise<void> {
  await until(async () => (await inFlight(router)) === 0)
  await until(async () => (await placements(router)).every(({ busy }) => busy === 0))
  const { backends } = await json<{ backends: { active: number }[] }>(
    await router.get('/admin/backends'),
  )
  expect(backends.map(({ active }) => active)).toEqual(backends.map(() => 0))
  for (const { key, health } of await placements(router))
    expect([key, health]).toEqual([key, 'closed'])
}

describe.each([
  { kind: 'ollama', chatPath: '/api/chat', embedPath: '/api/embed' },
  { kind: 'llama.cpp', chatPath: '/v1/chat/completions', embedPath: '/v1/embeddings' },
  { kind: 'openai', chatPath: '/v1/chat/completions', embedPath: '/v1/embeddings' },
] as const)('a client that leaves an answer of $kind', ({ kind, chatPath, embedPath }) => {
  let simulator: Simulator
  let router: Router
  let requests = 0

  beforeAll(async () => {
    simulator = await startSimulator(kind, {
      slots: 8,
      router: kind === 'llama.cpp',
      models: [
        { name: 'talker', parameters: 1, speed: { decode: 40 } },
        { name: 'embedder', role: 'embedding' },
        {
          name: 'reader',
          parameters: 1,
          servedContext: 16_384,
          modelfile: { num_ctx: 16_384 },
          speed: { prefill: 1500, decode: 40 },
        },
      ],
    })
    const url = simulator.url
    router = await startRouter({
      yaml: `backends:
        - { name: wide, kind: ${kind}, url: '${url}' }
        - { name: narrow, kind: ${kind}, url: '${url}', concurrency: 1 }`,
      env: { ROUTER_LOG_FORMAT: 'json' },
    })
  })
  afterAll(async () => {
    await router?.stop()
    await simulator?.stop()
  })

  interface Begun extends ClientRequest {
    readonly id: string
  }

  function begin(model: string, content: string, more: object = {}): Begun {
    const id = `leaves-${++requests}`
    const body = { model, messages: [{ role: 'user', content }], stream: true, ...more }
    const client = clientRequest(`${router.url}/v1/chat/completions`, body, { 'x-request-id': id })
    return { ...client, id }
  }

  function beginEmbedding(model: string): Begun {
    const id = `leaves-${++requests}`
    const url = `${router.url}/v1/embeddings`
    return { ...clientRequest(url, { model, input: 'x' }, { 'x-request-id': id }), id }
  }

  const order = (fault: Fault) => simulator.control({ fail: { times: 1, ...fault } })

  /** Leaves, and gives what the backend saw of it. */
  async function leaving(client: Begun, before: Stats): Promise<Stats['cancelled'][number]> {
    const leftAt = performance.now()
    client.leave()
    const { cancelled } = await eventually(
      simulator,
      (stats) => stats.cancelled.length > before.cancelled.length,
    )
    expect(performance.now() - leftAt).toBeLessThan(PROMPTLY_MS)
    expect(cancelled).toHaveLength(before.cancelled.length + 1)
    const [last] = cancelled.slice(-1)
    if (last === undefined) throw new Error('The backend saw nobody leave.')
    return last
  }

  async function expectLeft({ id }: Begun, more: object = {}): Promise<void> {
    expect(await logLineOf(router, id)).toMatchObject({
      outcome: 'client_left',
      code: 'client_left',
      status: 499,
      ...more,
    })
    await expectNothingLeft(router)
    const next = await router.chat({
      model: 'talker@narrow',
      messages: [{ role: 'user', content: '[[say:next]]' }],
    })
    expect(next.status).toBe(200)
    expect(next.headers.get('x-router-attempts')).toBe('1')
  }

  it('while it queues: it is never sent, and the line moves on', async () => {
    const before = await simulator.stats()
    const first = begin('talker@narrow', '[[tokens:400]]')
    await readUntil(await first.response, '"content"')
    const queued = begin('talker@narrow', 'I will not wait.')
    const patient = begin('talker@narrow', '[[say:patient]]')
    await until(async () => (await inFlight(router)) === 3)
    queued.leave()
    await until(async () => (await inFlight(router)) === 2)
    await leaving(first, before)
    expect(await readUntil(await patient.response, '[DONE]')).toContain('patient')
    const { byPath } = await simulator.stats()
    expect(byPath[chatPath]).toBe((before.byPath[chatPath] ?? 0) + 2)
    await expectLeft(queued, { stream: true })
  })

  it('before the headers', async () => {
    const before = await order({ mode: 'hang_before_headers' })
    const client = begin('talker@narrow', 'Are you there?')
    await eventually(simulator, ({ open }) => open > before.open)
    expect(await leaving(client, before)).toMatchObject({ path: chatPath, tokens: 0 })
    await expectLeft(client, { stream: true })
  })

  it('after the headers, before any content', async () => {
    const before = await order({ mode: 'hang_mid_stream', after: 0 })
    const client = begin('talker@narrow', 'Well?')
    await eventually(simulator, ({ open }) => open > before.open)
    expect(await leaving(client, before)).toMatchObject({ path: chatPath })
    await expectLeft(client, { stream: true })
  })

  it('in mid-stream', async () => {
    const before = await simulator.stats()
    const client = begin('talker@narrow', '[[tokens:400]]')
    await readUntil(await client.response, '"content"')
    const seen = await leaving(client, before)
    expect(seen.phase).toBe('decode')
    expect(seen.tokens).toBeLessThan(300)
    await expectLeft(client, { stream: true, firstContentMs: expect.any(Number) })
  })

  it('while it waits for a whole answer', async () => {
    const before = await simulator.stats()
    const client = begin('talker@narrow', '[[tokens:400]]', { stream: false })
    await eventually(simulator, ({ open }) => open > before.open)
    const seen = await leaving(client, before)
    expect(seen.tokens).toBeLessThan(300)
    await expectLeft(client)
  })

  it('while it waits for embeddings', async () => {
    const before = await order({ mode: 'hang_before_headers' })
    const client = beginEmbedding('embedder@narrow')
    await eventually(simulator, ({ open }) => open > before.open)
    expect(await leaving(client, before)).toMatchObject({ path: embedPath })
    await expectLeft(client, { msg: '/v1/embeddings 499' })
    expect((await router.embed({ model: 'embedder@narrow', input: 'x' })).status).toBe(200)
  })

  it('while it queues for embeddings', async () => {
    const before = await simulator.stats()
    const first = begin('talker@narrow', '[[tokens:400]]')
    await readUntil(await first.response, '"content"')
    const queued = beginEmbedding('embedder@narrow')
    await until(async () => (await inFlight(router)) === 2)
    queued.leave()
    await until(async () => (await inFlight(router)) === 1)
    await leaving(first, before)
    await expectLeft(queued, { msg: '/v1/embeddings 499' })
    const { byPath } = await simulator.stats()
    expect(byPath[embedPath]).toBe(before.byPath[embedPath])
  })

  it('often, without a mark against the backend', async () => {
    for (let round = 0; round < 6; round += 1) {
      const silent = await order({ mode: 'hang_before_headers' })
      const early = begin('talker@wide', 'Again.')
      await eventually(simulator, ({ open }) => open > silent.open)
      await leaving(early, silent)
      const talking = await simulator.stats()
      const late = begin('talker@wide', '[[tokens:400]]')
      await readUntil(await late.response, '"content"')
      await leaving(late, talking)
    }
    await expectNothingLeft(router)
  })

  it('while a long prompt is read: the backend counts as busy until it is done with it', async () => {
    // The backend reads 1,500 tokens a second; the router, which has measured nothing yet, expects 200.
    const words = kind === 'llama.cpp' ? 3000 : 400
    const before = await simulator.stats()
    const client = begin('reader@wide', 'word '.repeat(words))
    await eventually(simulator, ({ open }) => open > before.open)
    await until(async () => (await busyAt(router, 'reader@wide')) === 1)
    client.leave()
    await until(async () => (await inFlight(router)) === 0)
    expect(await logLineOf(router, client.id)).toMatchObject({ outcome: 'client_left' })
    expect(await busyAt(router, 'reader@wide')).toBe(1)
    const began = performance.now()
    await until(async () => (await busyAt(router, 'reader@wide')) === 0)
    // Expected are 15 s for the longer prompt: only the backend's own word frees it sooner.
    expect(performance.now() - began).toBeLessThan(8_000)
    if (kind === 'llama.cpp') expect((await simulator.stats()).open).toBe(before.open)
    await expectNothingLeft(router)
  })
})

describe('a client that reads slowly', () => {
  const PIECE = 'x'.repeat(32_000)
  const TOTAL = 1_200 * PIECE.length
  /** What the backend got rid of in the answer under way, and whether it was told to stop. */
  const flood = { written: 0, cut: false }
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join('')
    if (request.method === 'GET') {
      const data = [{ id: 'flood' }, { id: 'brook' }]
      response.writeHead(request.url === '/v1/models' ? 200 : 404).end(JSON.stringify({ data }))
      return
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    if (JSON.parse(body).model === 'flood') await pour(response)
    response.end(`${chunkEvent({ content: 'end' })}${chunkEvent({}, 'stop')}${DONE_EVENT}`)
  })
  let router: Router

  async function pour(response: ServerResponse): Promise<void> {
    const closed = once(response, 'close')
    flood.written = 0
    flood.cut = false
    while (flood.written < TOTAL && !response.destroyed) {
      const taken = response.write(chunkEvent({ content: PIECE }))
      flood.written += PIECE.length
      const gone = new AbortController()
      const drained = once(response, 'drain', { signal: gone.signal }).catch(() => undefined)
      if (!taken) await Promise.race([drained, closed])
      gone.abort()
    }
    flood.cut = response.destroyed
  }

  /** A client whose stream has come to a standstill, since it reads nothing. */
  async function stalledClient(): Promise<ClientRequest> {
    const client = clientRequest(`${router.url}/v1/chat/completions`, ask('flood'))
    await client.response
    let before = -1
    await until(async () => {
      const still = flood.written === before
      before = flood.written
      if (!still) await new Promise((resolve) => setTimeout(resolve, 250))
      return still
    })
    return client
  }

  const ask = (model: string) => ({
    model,
    stream: true,
    messages: [{ role: 'user', content: 'Go.' }],
  })

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    router = await startRouter({
      yaml: `backends: [{ name: flood, kind: openai, url: 'http://127.0.0.1:${port}' }]`,
    })
  })
  afterAll(async () => {
    await router?.stop()
    server.closeAllConnections()
    server.close()
  })

  it('pauses the backend, holds nobody else up, and gets everything in the end', async () => {
    const client = await stalledClient()
    expect(flood.written).toBeLessThan(TOTAL / 2)
    const other = await router.chat(ask('brook'))
    expect(await other.text()).toContain('[DONE]')
    let received = 0
    let tail = ''
    for await (const chunk of await client.response) {
      received += chunk.length
      tail = `${tail}${chunk}`.slice(-14)
    }
    expect(received).toBeGreaterThan(TOTAL)
    expect(tail).toBe('data: [DONE]\n\n')
  })

  it('and then leaves has the paused backend told', async () => {
    const client = await stalledClient()
    client.leave()
    await until(() => flood.cut, PROMPTLY_MS)
    expect(flood.written).toBeLessThan(TOTAL / 2)
    await expectNothingLeft(router)
  })
})
