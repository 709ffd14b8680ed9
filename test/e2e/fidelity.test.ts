import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  chunkEvent,
  DONE_EVENT,
  type RecordingBackend,
  recordingBackend,
  streamAnswer,
  wholeAnswer,
} from '../support/recording-backend.ts'
import { type Router, startRouter } from '../support/router.ts'
import { type Simulator, startSimulator } from '../support/simulators.ts'

let backend: RecordingBackend
let ollama: Simulator
let router: Router

beforeAll(async () => {
  backend = await recordingBackend(['org/m', 'org/e'])
  ollama = await startSimulator('ollama', {
    models: [
      { name: 'local:3b', talents: ['tools'] },
      { name: 'local-embed', role: 'embedding' },
    ],
  })
  router = await startRouter({
    yaml: `backends:
  - { name: up, kind: openai, url: '${backend.url}', prefix: 'org/', api_key: sk-upstream, headers: { X-Team: blue } }
  - { name: box, kind: ollama, url: '${ollama.url}' }
aliases: { 'gpt-4o*': m }`,
  })
})
afterAll(async () => {
  await router?.stop()
  await backend?.close()
  await ollama?.stop()
})
beforeEach(() => backend.answerWith(wholeAnswer({ content: 'hi' })))

const post = (body: string | Buffer, headers: Record<string, string> = {}, path = '') =>
  fetch(`${router.url}/v1/chat/completions${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
const sent = () => backend.calls.at(-1)?.bytes.toString() ?? ''
/** What Ollama was sent last. */
const toOllama = async (path = '/api/chat') => {
  const { recent } = await ollama.stats()
  return JSON.parse(recent.findLast((seen) => seen.path === path)?.body ?? 'null')
}

describe('the body towards an OpenAI-compatible backend', () => {
  const MESSAGES = '"messages":[{"role":"user","content":"hi"}]'
  it.each([
    ['only its model is another', `{"model":"m",${MESSAGES}}`, `{"model":"org/m",${MESSAGES}}`],
    [
      'white space, order and numbers stay',
      `\n {\t"zeta" : 1e400 , ${MESSAGES},\r\n "seed":12345678901234567890, "temperature":0.70, "model"  :  "m" }\n`,
      `\n {\t"zeta" : 1e400 , ${MESSAGES},\r\n "seed":12345678901234567890, "temperature":0.70, "model"  :  "org/m" }\n`,
    ],
    [
      'unknown fields pass, nested ones with names of ours too',
      `{"extra_body":{"model":"x","stream_options":1},"top_k":5,"guided_json":{"a":[null,{}]},"model":"m",${MESSAGES}}`,
      `{"extra_body":{"model":"x","stream_options":1},"top_k":5,"guided_json":{"a":[null,{}]},"model":"org/m",${MESSAGES}}`,
    ],
    [
      'escapes, control characters, NUL and half characters stay',
      `{"model":"m","messages":[{"role":"user","content":"  \\u0000\\u001f\\ud800 \\u00e9é\\/\\ud83c\\udf0d \\n\\t "}]}`,
      `{"model":"org/m","messages":[{"role":"user","content":"  \\u0000\\u001f\\ud800 \\u00e9é\\/\\ud83c\\udf0d \\n\\t "}]}`,
    ],
    [
      'nulls of the client stay, none is added',
      `{"stop":null,"model":"m",${MESSAGES},"user":null}`,
      `{"stop":null,"model":"org/m",${MESSAGES},"user":null}`,
    ],
    [
      'a key written in escapes is that key',
      `{"mod\\u0065l":"m",${MESSAGES}}`,
      `{"mod\\u0065l":"org/m",${MESSAGES}}`,
    ],
    [
      'developers are not made systems',
      `{"model":"m","messages":[{"role":"developer","content":"Be brief."},{"role":"user","content":"hi"}]}`,
      `{"model":"org/m","messages":[{"role":"developer","content":"Be brief."},{"role":"user","content":"hi"}]}`,
    ],
  ])('%s', async (_, body, expected) => {
    expect((await post(body)).status).toBe(200)
    expect(sent()).toBe(expected)
  })

  it('has usage asked for in a stream, and the other options kept', async () => {
    backend.answerWith(streamAnswer([chunkEvent({ content: 'hi' }, 'stop'), DONE_EVENT]))
    await (await post(`{"model":"m","stream":true,${MESSAGES}}`)).text()
    expect(sent()).toBe(
      `{"stream_options":{"include_usage":true},"model":"org/m","stream":true,${MESSAGES}}`,
    )
    await (
      await post(
        `{"model":"m","stream":true,"stream_options":{"include_usage":false,"x":1},${MESSAGES}}`,
      )
    ).text()
    expect(sent()).toBe(
      `{"model":"org/m","stream":true,"stream_options":{"include_usage":true,"x":1},${MESSAGES}}`,
    )
  })

  it('names the real model for an alias, for ?model= and for the router itself', async () => {
    await post(`{"model":"gpt-4o-mini",${MESSAGES}}`)
    expect(sent()).toContain('"model":"org/m"')
    await post(`{"model":"local:3b",${MESSAGES}}`, {}, '?model=m@up')
    expect(sent()).toBe(`{"model":"org/m",${MESSAGES}}`)
    const response = await post(
      `{"model":"local:3b",${MESSAGES}}`,
      {},
      '?model=smarterrouter/main:latest',
    )
    expect(response.headers.get('x-router-reason')).toMatch(/quality/)
  })

  it('holds hundreds of messages and megabytes as they are', async () => {
    const messages = Array.from({ length: 300 }, (_, at) => ({
      role: at % 2 === 0 ? 'user' : 'assistant',
      content: `${at} ${'ä'.repeat(5_000)}`,
    }))
    const body = JSON.stringify({ model: 'm', messages })
    expect((await post(body)).status).toBe(200)
    expect(sent()).toBe(body.replace('"m"', '"org/m"'))
  })
})

describe('the headers towards a backend', () => {
  it("are the router's and the user's own, never the client's", async () => {
    await post('{"model":"m","messages":[{"role":"user","content":"hi"}]}', {
      authorization: 'Bearer client-key',
      cookie: 'a=b',
      'x-api-key': 'client-key',
      'x-forwarded-for': '1.2.3.4',
      'x-stainless-lang': 'js',
      'x-request-id': 'mine',
      'openai-organization': 'org',
      'accept-encoding': 'gzip, br',
      'user-agent': 'client/1',
      referer: 'http://client',
    })
    const call = backend.calls.at(-1)
    expect(call?.headers).toEqual({
      host: new URL(backend.url).host,
      connection: 'keep-alive',
      'content-length': String(call?.bytes.length),
      'content-type': 'application/json',
      'user-agent': 'smarterrouter',
      'accept-encoding': 'identity',
      authorization: 'Bearer sk-upstream',
      'x-team': 'blue',
    })
    expect(backend.listHeaders()).toMatchObject({
      authorization: 'Bearer sk-upstream',
      'x-team': 'blue',
    })
  })
})

describe('an answer in one piece', () => {
  it('keeps every byte but for id and model', async () => {
    const body = `{ "id":"up","x":1e400,"model" : "up", "choices":[{"index":0,"message":{"role":"assistant","content":"\\u00e9","annotations":[]},"finish_reason":"stop","logprobs":null}], "system_fingerprint":"fp" }`
    backend.answerWith((response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(body),
    )
    const response = await post('{"model":"m","messages":[{"role":"user","content":"hi"}]}')
    const text = await response.text()
    const { id } = JSON.parse(text)
    expect(id).toMatch(/^chatcmpl-[0-9A-Za-z]{22}$/)
    expect(text).toBe(
      body.replace('"id":"up"', `"id":"${id}"`).replace('"model" : "up"', '"model" : "m"'),
    )
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
  })
})

describe('towards Ollama', () => {
  const messages = [{ role: 'user', content: ' \u0000hi\ud800\t' }]

  it('sampling arrives in its options, and text untouched', async () => {
    const sampling = {
      ...{
        temperature: 0.3,
        top_p: 0.9,
        top_k: 7,
        min_p: 0.1,
        seed: 42,
        stop: ['END'],
        max_tokens: 33,
      },
      ...{ presence_penalty: 0.5, frequency_penalty: -0.5, repeat_penalty: 1.2 },
    }
    const response = await router.chat({ model: 'local:3b', messages, ...sampling })
    expect(response.status).toBe(200)
    expect(response.headers.get('x-router-dropped-params')).toBeNull()
    const { max_tokens: num_predict, ...same } = sampling
    expect(await toOllama()).toMatchObject({ messages, options: { ...same, num_predict } })
  })

  it('developers are systems, a word to stop at is a list, and the newer limit counts', async () => {
    await router.chat({
      model: 'local:3b',
      messages: [{ role: 'developer', content: 'Be brief.' }, ...messages],
      stop: 'END',
      max_completion_tokens: 12,
    })
    expect(await toOllama()).toMatchObject({
      messages: [{ role: 'system', content: 'Be brief.' }, {}],
      options: { stop: ['END'], num_predict: 12 },
    })
  })

  it('what it cannot honour is dropped visibly, streamed or not', async () => {
    const cannot = {
      n: 2,
      logit_bias: { 5: 1 },
      keep_alive: '1s',
      num_ctx: 99,
      options: { num_ctx: 99 },
    }
    for (const stream of [false, true]) {
      const response = await router.chat({ model: 'local:3b', messages, stream, ...cannot })
      await response.text()
      const dropped = response.headers.get('x-router-dropped-params')?.split(', ')
      expect(dropped?.toSorted()).toEqual(Object.keys(cannot).toSorted())
    }
    const body = await toOllama()
    expect(body).not.toMatchObject({ keep_alive: '1s' })
    expect(body.options?.num_ctx).not.toBe(99)
    expect(body.options?.seed).toBeUndefined()
  })

  it('log probabilities are asked for and come back', async () => {
    const response = await router.chat({
      model: 'local:3b',
      messages,
      logprobs: true,
      top_logprobs: 2,
    })
    expect(await toOllama()).toMatchObject({ logprobs: true, top_logprobs: 2 })
    expect(response.status).toBe(200)
  })
})

describe('embeddings', () => {
  it('shorter ones are made by the backend, and one that ignores the wish is told of', async () => {
    const input = ['a', 'b']
    const short = await router.embed({ model: 'local-embed', input, dimensions: 8 })
    expect(short.headers.get('x-router-dropped-params')).toBeNull()
    expect(await short.json()).toMatchObject({ data: [{ embedding: { length: 8 } }, { index: 1 }] })
    backend.answerWith((response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"data":[{"embedding":[1,2,3]}]}'),
    )
    const ignored = await router.embed({ model: 'e', input: 'a', dimensions: 2, user: 'me' })
    expect(JSON.parse(sent())).toEqual({ model: 'org/e', input: ['a'], dimensions: 2, user: 'me' })
    expect(await ignored.json()).toMatchObject({ model: 'e', data: [{ embedding: [1, 2, 3] }] })
    expect(ignored.headers.get('x-router-dropped-params')).toBe('dimensions')
  })

  it('have all the headers of a chat answer, and the router object when asked for', async () => {
    const response = await router.embed(
      { model: 'local-embed', input: 'a' },
      { 'x-request-id': 'mine', 'x-router-metadata': 'true' },
    )
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-request-id': 'mine',
      'x-router-model': 'local-embed',
      'x-router-backend': 'box',
      'x-router-attempts': '1',
      'x-router-overhead-ms': expect.stringMatching(/^\d+\.\d\d$/),
    })
    expect(await response.json()).toMatchObject({
      router: { model: 'local-embed', backend: 'box' },
    })
  })
})
