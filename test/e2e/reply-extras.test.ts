import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  chunkEvent,
  DONE_EVENT,
  type RecordingBackend,
  recordingBackend,
  streamAnswer,
  wholeAnswer,
} from '../support/recording-backend.ts'
import { type ChatBody, eventsOf, json, type Router, startRouter } from '../support/router.ts'
import { type Simulator, startSimulator } from '../support/simulators.ts'

interface Chunk {
  readonly router?: object
  readonly choices: readonly {
    readonly delta: { readonly content?: string; readonly role?: string }
    readonly finish_reason: string | null
  }[]
}

const SIGNATURE = '\n-- m\n'
const CALL = {
  tool_calls: [{ index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }],
}
const ask = (content = 'hi') => ({ messages: [{ role: 'user', content }] })

let backend: RecordingBackend
let ollama: Simulator
let plain: Router
let signed: Router

beforeAll(async () => {
  backend = await recordingBackend(['m'])
  ollama = await startSimulator('ollama', { models: [{ name: 'local:3b' }] })
  const yaml = `backends:
  - { name: up, kind: openai, url: '${backend.url}' }
  - { name: box, kind: ollama, url: '${ollama.url}' }`
  plain = await startRouter({ yaml })
  signed = await startRouter({
    yaml,
    env: {
      ROUTER_SIGNATURE_ENABLED: 'true',
      ROUTER_SIGNATURE_FORMAT: '\\n-- {model}\\n',
      ROUTER_RESPONSE_METADATA: 'true',
    },
  })
})
afterAll(async () => {
  await plain?.stop()
  await signed?.stop()
  await backend?.close()
  await ollama?.stop()
})

async function streamed(router: Router, body: object, headers?: Record<string, string>) {
  const response = await router.chat({ ...body, stream: true }, headers)
  const events = eventsOf(await response.text())
  const chunks = events.filter((event) => event !== '[DONE]') as Chunk[]
  const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')
  const reasons = chunks.flatMap(({ choices }) => choices[0]?.finish_reason ?? [])
  return { text, chunks, reasons, done: events.filter((event) => event === '[DONE]').length }
}

async function whole(router: Router, body: object) {
  const answer = await json<ChatBody>(await router.chat(body))
  return answer.choices[0]?.message['content']
}

describe('the signature', () => {
  const TEXTS: [string, string][] = [
    ['Hello.', `Hello.${SIGNATURE}`],
    ['```js\nlet a', `\`\`\`js\nlet a\n\`\`\`${SIGNATURE}`],
    ['```js\nlet a\n```', `\`\`\`js\nlet a\n\`\`\`${SIGNATURE}`],
    ['Model: m\n\n\n', `Model: m\n\n\n${SIGNATURE}`],
  ]
  it.each(TEXTS)('is appended to %j, and nothing else is changed', async (text, expected) => {
    backend.answerWith(
      streamAnswer([
        chunkEvent({ role: 'assistant', content: '' }),
        ...[...text].map((content) => chunkEvent({ content })),
        chunkEvent({}, 'stop'),
        DONE_EVENT,
      ]),
    )
    const stream = await streamed(signed, { ...ask(), model: 'm' })
    expect(stream).toMatchObject({ text: expected, reasons: ['stop'], done: 1 })
    expect(stream.chunks.filter(({ choices }) => choices[0]?.delta.role)).toHaveLength(1)
    expect(stream.chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop')
    backend.answerWith(wholeAnswer({ content: text, tool_calls: [] }))
    expect(await whole(signed, { ...ask(), model: 'm' })).toBe(expected)
    expect(await whole(plain, { ...ask(), model: 'm' })).toBe(text)
  })

  it('comes before the finish, even if a frame holds both, and once', async () => {
    backend.answerWith(
      streamAnswer([chunkEvent({ content: 'Hi' }, 'stop'), chunkEvent({}, 'stop'), DONE_EVENT]),
    )
    const { text, done } = await streamed(signed, { ...ask(), model: 'm' })
    expect({ text, done }).toEqual({ text: `Hi${SIGNATURE}`, done: 1 })
  })

  it('names the model of another dialect as well', async () => {
    const body = { ...ask('[[say:Hi]]'), model: 'local:3b' }
    expect(await whole(signed, body)).toBe('Hi\n-- local:3b\n')
    expect((await streamed(signed, body)).text).toBe('Hi\n-- local:3b\n')
    expect((await streamed(plain, body)).text).toBe('Hi')
  })

  it.each(['tool_calls', 'stop', 'length'])(
    'is not put behind tool calls that end as %s',
    async (reason) => {
      backend.answerWith(
        streamAnswer([
          chunkEvent({ content: 'Hi' }),
          chunkEvent(CALL),
          chunkEvent({}, reason),
          DONE_EVENT,
        ]),
      )
      expect((await streamed(signed, { ...ask(), model: 'm' })).text).toBe('Hi')
      backend.answerWith(wholeAnswer({ content: 'Hi', ...CALL }, reason))
      expect(await whole(signed, { ...ask(), model: 'm' })).toBe('Hi')
    },
  )

  it.each([
    { type: 'json_object' },
    { type: 'json_schema' },
    { type: 'json_schema', json_schema: { name: 'x', schema: {} } },
  ])('is not put behind %j', async (response_format) => {
    backend.answerWith(wholeAnswer({ content: '{}' }))
    expect(await whole(signed, { ...ask(), model: 'm', response_format })).toBe('{}')
    backend.answerWith(streamAnswer([chunkEvent({ content: '{}' }, 'stop'), DONE_EVENT]))
    expect((await streamed(signed, { ...ask(), model: 'm', response_format })).text).toBe('{}')
  })

  it('is not put behind an answer that failed', async () => {
    backend.answerWith(streamAnswer([chunkEvent({ content: 'Hi' })]))
    const { text, done } = await streamed(signed, { ...ask(), model: 'm' })
    expect({ text, done }).toEqual({ text: 'Hi', done: 0 })
  })
})

describe('the router object', () => {
  const OBJECT = { model: 'm', backend: 'up', reasoning: expect.stringMatching(/\w/) }

  it('is in the body, or in the first chunk alone, by setting', async () => {
    backend.answerWith(wholeAnswer({ content: 'hi' }))
    expect(await (await signed.chat({ ...ask(), model: 'm' })).json()).toMatchObject({
      router: OBJECT,
    })
    backend.answerWith(
      streamAnswer([
        chunkEvent({ content: 'a' }),
        chunkEvent({ content: 'b' }, 'stop'),
        DONE_EVENT,
      ]),
    )
    const { chunks } = await streamed(signed, { ...ask(), model: 'm' })
    expect(chunks.map(({ router }) => router)).toEqual([
      OBJECT,
      undefined,
      ...chunks.slice(2).map(() => undefined),
    ])
    const other = await streamed(signed, { ...ask(), model: 'local:3b' })
    expect(other.chunks.map(({ router }) => router !== undefined)).toEqual(
      other.chunks.map((_, at) => at === 0),
    )
  })

  it('is there by header, and only then', async () => {
    backend.answerWith(wholeAnswer({ content: 'hi' }))
    const asked = await plain.chat({ ...ask(), model: 'm' }, { 'x-router-metadata': 'true' })
    expect(await asked.json()).toMatchObject({ router: OBJECT })
    expect(await (await plain.chat({ ...ask(), model: 'm' })).json()).not.toHaveProperty('router')
    const no = await plain.chat({ ...ask(), model: 'm' }, { 'x-router-metadata': 'false' })
    expect(await no.json()).not.toHaveProperty('router')
  })
})

describe('the headers of an answer', () => {
  const KNOWN = {
    'x-request-id': expect.stringMatching(/^[\w.-]{1,64}$/),
    'x-router-model': 'm',
    'x-router-backend': 'up',
    'x-router-reason': expect.stringMatching(/^[\x20-\x7e]+$/),
    'x-router-attempts': '1',
    'x-router-overhead-ms': expect.stringMatching(/^\d+\.\d\d$/),
  }

  it.each([false, true])(
    'say who answered, and of an error who failed, streamed: %s',
    async (stream) => {
      backend.answerWith(
        stream
          ? streamAnswer([chunkEvent({ content: 'hi' }, 'stop'), DONE_EVENT])
          : wholeAnswer({ content: 'hi' }),
      )
      const good = await plain.chat({ ...ask(), model: 'm', stream })
      expect(Object.fromEntries(good.headers)).toMatchObject(KNOWN)
      await good.text()
      backend.answerWith((response) => response.writeHead(400).end('{"error":{"message":"no"}}'))
      const bad = await plain.chat({ ...ask(), model: 'm', stream })
      expect(bad.status).toBe(400)
      expect(Object.fromEntries(bad.headers)).toMatchObject({ ...KNOWN, 'x-should-retry': 'false' })
      await bad.text()
    },
  )

  it('tell of no attempt where there was none', async () => {
    const response = await plain.chat({ ...ask(), model: 'nobody' })
    expect(response.headers.get('x-router-attempts')).toBe('0')
    expect(response.headers.get('x-router-model')).toBeNull()
    await response.text()
  })
})
