import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { clientRequest } from '../support/client-request.ts'
import { logLineOf } from '../support/log-lines.ts'
import {
  type Answering,
  chunkEvent,
  recordingBackend,
  wholeAnswer,
} from '../support/recording-backend.ts'
import {
  type ChatBody,
  type ErrorBody,
  json,
  type Router,
  startRouter,
  until,
} from '../support/router.ts'
import { readStreamed, streamed } from '../support/streamed.ts'
import {
  failure,
  later,
  streamOf,
  type TimedBackends,
  timedBackends,
} from '../support/timed-backends.ts'

/** Well past the quick router's hold, well within every other time limit. */
const PAST_HOLD_MS = 700

let backends: TimedBackends
/** Commits a stream after 0.3 s. */
let quick: Router
/** Commits no stream before its first content. */
let patient: Router

beforeAll(async () => {
  backends = await timedBackends()
  const yaml = `backends:
    - { name: first, kind: openai, url: '${backends.first.url}' }
    - { name: second, kind: openai, url: '${backends.second.url}' }`
  const env = { ROUTER_LOG_FORMAT: 'json' }
  quick = await startRouter({ yaml, env: { ...env, ROUTER_STREAM_HOLD: '0.3' } })
  patient = await startRouter({ yaml, env: { ...env, ROUTER_STREAM_HOLD: '60' } })
})
afterAll(async () => {
  await quick?.stop()
  await patient?.stop()
  await backends?.close()
})

describe('before the hold', () => {
  it('nothing is sent, so that a late failure has a status of its own', async () => {
    const request = backends.ask({ first: later(PAST_HOLD_MS, failure), on: 'first' })
    const response = await patient.chat(request)
    expect(response.status).toBe(502)
    expect(response.headers.get('content-type')).toMatch('application/json')
    expect(response.headers.get('x-router-backend')).toBe('first')
    const { error } = await json<ErrorBody>(response)
    expect(error).toMatchObject({ code: 'upstream_error', type: 'server_error' })
  })

  it('a failover leaves no trace but its headers', async () => {
    const first = later(PAST_HOLD_MS, failure)
    const response = await patient.chat(backends.ask({ first, second: streamOf('second') }))
    expect(response.headers.get('x-router-backend')).toBe('second')
    expect(response.headers.get('x-router-attempts')).toBe('2')
    expect(response.headers.get('x-router-reason')).toContain('@first failed (upstream_error)')
    const { text, content, done } = await streamed(response)
    expect([content, done, text.startsWith('data: ')]).toEqual(['second', true, true])
  })
})

describe('after the hold', () => {
  it('the client has its headers and a comment, in the form that every client takes', async () => {
    const held: ServerResponse[] = []
    const first: Answering = (response) => held.push(response)
    const request = backends.ask({ first, on: 'first' })
    const response = await clientRequest(`${quick.url}/v1/chat/completions`, request).response
    expect(response.statusCode).toBe(200)
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'x-router-backend': 'first',
      'x-router-model': request.model.replace('@first', ''),
      'x-router-attempts': '1',
    })
    const comment = await firstPiece(response)
    expect(comment).toMatch(/^: [^\n]+\n$/)
    const [upstream] = held
    if (upstream === undefined) throw new Error('It was not sent.')
    streamOf('at last')(upstream, { path: '', headers: {}, bytes: Buffer.alloc(0) })
    const rest = (await response.toArray()).join('')
    expect(rest).toMatch(/^data: /)
    expect(readStreamed(comment + rest)).toMatchObject({ content: 'at last', done: true })
  })

  it('another backend may still answer, as long as there is no content', async () => {
    const first: Answering = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(chunkEvent({ role: 'assistant', content: '' }))
      setTimeout(() => response.destroy(), PAST_HOLD_MS)
    }
    const response = await quick.chat(backends.ask({ first, second: streamOf('second') }))
    expect(response.status).toBe(200)
    expect(response.headers.get('x-router-backend')).toBe('first')
    expect(response.headers.get('x-router-attempts')).toBe('1')
    const answer = await streamed(response)
    expect(answer).toMatchObject({ content: 'second', code: undefined, done: true })
    expect(answer.text).toMatch(/^: [^\n]+\ndata: /)
    expect(new Set(answer.chunks.map(({ id }) => id)).size).toBe(1)
  })

  it('each chunk names the model that really answers, whatever the headers say', async () => {
    let calls = 0
    const either: Answering = (response, request) => {
      calls += 1
      if (calls === 1) later(PAST_HOLD_MS, failure)(response, request)
      else streamOf('I did')(response, request)
    }
    const small = await recordingBackend(['tiny-chat:1b'])
    const large = await recordingBackend(['large-chat:70b'])
    small.answerWith(either)
    large.answerWith(either)
    const router = await startRouter({
      yaml: `backends:
        - { name: small, kind: openai, url: '${small.url}' }
        - { name: large, kind: openai, url: '${large.url}' }`,
      env: { ROUTER_STREAM_HOLD: '0.2' },
    })
    onTestFinished(async () => {
      await router.stop()
      await small.close()
      await large.close()
    })
    const ready = async () => (await json<{ reason: string }>(await router.get('/ready'))).reason
    await until(async () => (await ready()).startsWith('2 models'))
    const messages = [{ role: 'user', content: 'Hi' }]
    const response = await router.chat({ messages, stream: true })
    const { chunks, done } = await streamed(response)
    expect(done).toBe(true)
    const [model, ...others] = new Set(chunks.map((chunk) => chunk.model))
    expect(others).toEqual([])
    const named = [response.headers.get('x-router-model'), model]
    expect(named.sort()).toEqual(['large-chat:70b', 'tiny-chat:1b'])
  })

  it('when everybody fails, an error chunk ends the stream and no [DONE] follows', async () => {
    const request = backends.ask({ first: later(PAST_HOLD_MS, failure), second: failure })
    const response = await quick.chat(request, { 'x-request-id': 'all-fail' })
    expect(response.status).toBe(200)
    const { chunks, done } = await streamed(response)
    expect(done).toBe(false)
    expect(chunks).toHaveLength(1)
    expect(chunks[0]).toMatchObject({
      choices: [{ index: 0, delta: {}, finish_reason: 'error' }],
      error: { code: 'upstream_error', partial: true, message: expect.stringContaining('second') },
    })
    expect(await logLineOf(quick, 'all-fail')).toMatchObject({
      status: 200,
      outcome: 'error',
      code: 'upstream_error',
      attempts: [
        { backend: 'first', outcome: 'error', code: 'upstream_error' },
        { backend: 'second', outcome: 'error', code: 'upstream_error' },
      ],
    })
  })

  it('a whole answer sends nothing early, and fails over all the same', async () => {
    const answers = {
      first: later(PAST_HOLD_MS, failure),
      second: wholeAnswer({ content: 'whole' }),
    }
    const response = await quick.chat(backends.ask(answers, { stream: false }))
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch('application/json')
    expect(response.headers.get('x-router-backend')).toBe('second')
    expect(response.headers.get('x-router-attempts')).toBe('2')
    const body = await json<ChatBody>(response)
    expect(body.choices[0]?.message['content']).toBe('whole')
  })

  it('a whole answer that nobody gives has a status of its own', async () => {
    const answers = { first: later(PAST_HOLD_MS, failure), on: 'first' }
    const response = await quick.chat(backends.ask(answers, { stream: false }))
    expect(response.status).toBe(502)
    expect((await json<ErrorBody>(response)).error.code).toBe('upstream_error')
  })
})

async function firstPiece(response: IncomingMessage): Promise<string> {
  for (;;) {
    const piece: Buffer | null = response.read()
    if (piece !== null) return String(piece)
    await new Promise((resolve) => response.once('readable', resolve))
  }
}
