import Anthropic from '@anthropic-ai/sdk'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Simulator } from '../../../test/support/simulators.ts'
import { eventually, startSimulator } from '../../../test/support/simulators.ts'
import type { Fault } from '../engine/fault.ts'
import { DESCRIPTION, frames, HEADERS, KEY, post, refused, say } from './requests.fixture.ts'

let server: Simulator
let client: Anthropic

beforeAll(async () => {
  server = await startSimulator('anthropic', DESCRIPTION)
  client = new Anthropic({ apiKey: KEY, baseURL: server.url, maxRetries: 0 })
})

beforeEach(() => server.control({ fail: null, speed: 1 }))

afterAll(() => server.stop())

function send(body: object, headers?: Record<string, string>): Promise<Response> {
  return post(`${server.url}/v1/messages`, body, headers)
}

describe('simulated Messages API: failures', () => {
  function order(fault: Fault): Promise<unknown> {
    return server.control({ fail: fault })
  }

  it('tells an SDK what is wrong', async () => {
    const error = await client.messages
      .create({ ...say('hi'), max_tokens: 0 })
      .catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(Anthropic.BadRequestError)
    expect(error).toMatchObject({ status: 400, type: 'invalid_request_error' })
  })

  it('is overloaded as ordered', async () => {
    await order({ mode: 'status', status: 529, message: 'Overloaded', times: 1 })
    expect(await refused(await send(say('hi')), 529)).toBe('overloaded_error: Overloaded')
    await order({ mode: 'status', status: 429, headers: { 'retry-after': '7' }, times: 1 })
    const limited = await client.messages.create(say('hi')).catch((caught: unknown) => caught)
    expect(limited).toBeInstanceOf(Anthropic.RateLimitError)
    expect((limited as { headers: Headers }).headers.get('retry-after')).toBe('7')
    await order({ mode: 'status', times: 1 })
    expect(await refused(await send(say('hi')), 500)).toContain('api_error')
    expect((await send(say('hi'))).status).toBe(200)
  })

  it('fails in mid-stream with an event', async () => {
    await order({ mode: 'error_mid_stream', after: 2, status: 529, message: 'Overloaded' })
    const response = await send({ ...say('[[tokens:5]]'), stream: true })
    const id = response.headers.get('request-id')
    const all = await frames(response)
    expect(all.filter(({ event }) => event === 'content_block_delta')).toHaveLength(2)
    expect(all.at(-1)).toMatchObject({
      event: 'error',
      data: { error: { type: 'overloaded_error', message: 'Overloaded' }, request_id: id },
    })
    await order({ mode: 'error_mid_stream' })
    const streamed = client.messages.stream(say('[[tokens:5]]')).finalMessage()
    await expect(streamed).rejects.toMatchObject({ type: 'api_error' })
  })

  it('ends without an end, breaks off and sends garbage as ordered', async () => {
    await order({ mode: 'no_finish' })
    const all = await frames(await send({ ...say('[[tokens:5]]'), stream: true }))
    expect(all.at(-1)?.event).toBe('content_block_stop')
    await order({ mode: 'cut_mid_stream' })
    const cut = await send({ ...say('[[tokens:5]]'), stream: true })
    await expect(cut.text()).rejects.toThrow()
    await order({ mode: 'garbage' })
    expect(await (await send(say('hi'))).text()).toContain('neither JSON nor an event')
  })

  it('hangs as ordered until the client leaves', async () => {
    await order({ mode: 'hang_mid_stream', after: 1 })
    const leaving = new AbortController()
    const init = { ...say('[[tokens:5]]'), stream: true as const }
    const stream = await client.messages.create(init, { signal: leaving.signal })
    const types: string[] = []
    for await (const event of stream) {
      types.push(event.type)
      if (event.type === 'content_block_delta') leaving.abort()
    }
    expect(types).toEqual(['message_start', 'content_block_start', 'content_block_delta'])
    const stats = await eventually(server, (now) => now.open === 0)
    expect(stats.cancelled.at(-1)).toMatchObject({ path: '/v1/messages' })
  })

  it('leaves the counting of tokens alone when messages are to fail', async () => {
    await order({ mode: 'status', times: 1 })
    const { model, messages } = say('hi')
    expect((await post(`${server.url}/v1/messages/count_tokens`, { model, messages })).status).toBe(
      200,
    )
    expect((await send(say('hi'))).status).toBe(500)
  })

  it('refuses with 429 while busy, and is free at once when the client leaves', async () => {
    const slow = { ...say('[[tokens:10000]]'), model: 'claude-slow' }
    const leaving = new AbortController()
    const stream = await client.messages.create(
      { ...slow, stream: true },
      { signal: leaving.signal },
    )
    const response = await send({ ...say('hi'), model: 'claude-slow' })
    expect(response.headers.get('retry-after')).toBe('1')
    expect(await refused(response, 429)).toContain('rate_limit_error')
    await stream[Symbol.asyncIterator]().next()
    leaving.abort()
    const stats = await eventually(server, (now) => now.open === 0)
    expect(stats.cancelled.at(-1)).toMatchObject({ path: '/v1/messages', phase: 'decode' })
    await server.control({ speed: 1e9 })
    const after = await client.messages.create({ ...say('[[say:hi]]'), model: 'claude-slow' })
    expect(after.content).toMatchObject([{ text: 'hi' }])
  })

  it('remembers what it was sent', async () => {
    const headers = { ...HEADERS, 'anthropic-beta': 'some-beta' }
    await send({ ...say('remember me'), metadata: { user_id: 'ann' } }, headers)
    const { recent, byPath, kind } = await server.stats()
    expect(kind).toBe('anthropic')
    expect(JSON.parse(recent.at(-1)?.body ?? '')).toMatchObject({ metadata: { user_id: 'ann' } })
    expect(recent.at(-1)?.headers).toMatchObject(headers)
    expect(byPath).toHaveProperty(['/v1/messages'])
  })
})
