import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Answering,
  chunkEvent,
  DONE_EVENT,
  type RecordingBackend,
  recordingBackend,
  streamAnswer,
  wholeAnswer,
} from '../support/recording-backend.ts'
import { eventsOf, type Router, startRouter } from '../support/router.ts'

interface Chunk {
  readonly id: string
  readonly model: string
  readonly choices: readonly {
    readonly index: number
    readonly delta: {
      readonly content?: string
      readonly reasoning_content?: string
      readonly tool_calls?: readonly { readonly index: number; readonly id?: string }[]
    }
    readonly finish_reason: string | null
  }[]
  readonly usage?: object | null
  readonly error?: { readonly message: string; readonly code: string; readonly type: string }
}

const TEXT = chunkEvent({ content: 'Hello' })
const FINISH = chunkEvent({}, 'stop')
const USAGE = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 }

let backend: RecordingBackend
let router: Router

beforeAll(async () => {
  backend = await recordingBackend(['m'])
  router = await startRouter({
    yaml: `backends: [{ name: up, kind: openai, url: '${backend.url}' }]`,
    env: { ROUTER_STREAM_HOLD: '0.1' },
  })
})
afterAll(async () => {
  await router?.stop()
  await backend?.close()
})

async function ask(answering: Answering, more: object = {}) {
  backend.answerWith(answering)
  const messages = [{ role: 'user', content: 'hi' }]
  const response = await router.chat({ messages, stream: true, ...more })
  const raw = await response.text()
  const events = response.ok ? eventsOf(raw) : []
  const done = events.at(-1) === '[DONE]'
  const chunks = (done ? events.slice(0, -1) : events) as Chunk[]
  const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')
  return { response, raw, chunks, text, done, error: chunks.at(-1)?.error }
}

describe('a stream on its way through', () => {
  it('loses comments, empty data and other fields, and keeps the text', async () => {
    const { raw, text, done } = await ask(
      streamAnswer([
        ': ping\n\n: ping\n',
        'data: \n\n',
        `event: message\nid: 7\nretry: 5\n${TEXT}`,
        ': OPENROUTER PROCESSING\n\n',
        FINISH + DONE_EVENT,
      ]),
    )
    expect({ text, done }).toEqual({ text: 'Hello', done: true })
    expect(raw).not.toMatch(/PROCESSING|ping|retry:|id: 7|data: \n/)
  })

  it.each([
    ['an empty object', 'data: {}\n\n'],
    ['a chunk without choices', 'data: {"id":"x","object":"chat.completion.chunk"}\n\n'],
    ['a chunk with choices of null', 'data: {"id":"x","choices":null}\n\n'],
  ])('%s gets a list of choices', async (_, odd) => {
    const { chunks, text } = await ask(streamAnswer([TEXT, odd, FINISH, DONE_EVENT]))
    expect(text).toBe('Hello')
    expect(chunks.every(({ choices }) => Array.isArray(choices))).toBe(true)
  })

  it('an empty delta, null usage, null role and an unknown reason pass as they are', async () => {
    const { chunks, text } = await ask(
      streamAnswer([
        chunkEvent({ role: null, content: 'Hello' }, null, { usage: null }),
        chunkEvent({}),
        chunkEvent({}, 'eos_token'),
        DONE_EVENT,
      ]),
      { stream_options: { include_usage: true } },
    )
    expect(text).toBe('Hello')
    expect(chunks[0]).toMatchObject({ usage: null, choices: [{ delta: { role: null } }] })
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('eos_token')
  })

  it('error: null is taken out and its text kept', async () => {
    const { raw, text } = await ask(
      streamAnswer([
        chunkEvent({ content: 'Hel' }, null, { error: null }),
        chunkEvent({ content: 'lo' }, null, { error: null }),
        FINISH + DONE_EVENT,
      ]),
    )
    expect(text).toBe('Hello')
    expect(raw).not.toContain('"error"')
  })

  it('is the same for \\r\\n, byte by byte, and sent as text/plain', async () => {
    const wire = [chunkEvent({ content: 'Hé漢🌍' }), FINISH, DONE_EVENT].join('')
    const bytes = [...Buffer.from(wire.replaceAll('\n', '\r\n'))].map((byte) => Buffer.of(byte))
    const { response, text, done } = await ask(streamAnswer(bytes, { type: 'text/plain' }))
    expect({ text, done }).toEqual({ text: 'Hé漢🌍', done: true })
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  })

  it('carries our id and the model that answers in every chunk, and all other bytes as they were', async () => {
    const odd = `data: { "choices":[{"delta":{"content":"\\u0048i"},"index":0,"finish_reason":null}],  "x_new": 1e400, "model":"up","id":"up-1"}\n\n`
    const { response, raw, chunks } = await ask(streamAnswer([odd, odd, FINISH, DONE_EVENT]))
    expect(raw.split('\n\n')[1]).toBe(
      `data: { "choices":[{"delta":{"content":"\\u0048i"},"index":0,"finish_reason":null}],  "x_new": 1e400, "model":"m","id":"${chunks[0]?.id}"}`,
    )
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1)
    expect(chunks[0]?.id).toMatch(/^chatcmpl-[0-9A-Za-z]{22}$/)
    expect(new Set(chunks.map(({ model }) => model))).toEqual(new Set(['m']))
    expect(response.headers.get('x-router-model')).toBe('m')
  })

  it('has the headers that keep proxies from holding it back', async () => {
    const { response } = await ask(streamAnswer([TEXT, FINISH, DONE_EVENT]))
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    })
    expect(response.headers.get('content-encoding')).toBeNull()
  })

  it('waits with comments of one line end, which belong to the next event', async () => {
    const { raw, text } = await ask((response, request) => {
      setTimeout(() => streamAnswer([TEXT, FINISH, DONE_EVENT])(response, request), 300)
    })
    expect(text).toBe('Hello')
    expect(raw).toMatch(/^: [^\n]+\ndata: /)
  })
})

describe('the end of a stream', () => {
  it.each([
    ['[DONE] is missing', ''],
    ['[DONE] lacks its space', 'data:[DONE]\n\n'],
    ['[DONE] has a space too many', 'data: [DONE] \n\n'],
    ['the last blank line is missing', 'data: [DONE]'],
  ])('is exactly [DONE], even if %s', async (_, end) => {
    const { raw, text } = await ask(streamAnswer([TEXT, FINISH, end].filter(Boolean)))
    expect(text).toBe('Hello')
    expect(raw.endsWith('}\n\ndata: [DONE]\n\n')).toBe(true)
  })

  it('has a finish reason, even if the backend says only [DONE]', async () => {
    const { chunks, done } = await ask(streamAnswer([TEXT, DONE_EVENT]))
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop')
    expect(done).toBe(true)
  })

  it('comes right after [DONE], however long the backend keeps its connection', async () => {
    const { text, done } = await ask(streamAnswer([TEXT, FINISH, DONE_EVENT], { end: 'open' }))
    expect({ text, done }).toEqual({ text: 'Hello', done: true })
  })

  const TRUNCATED: [string, Answering][] = [
    ['ends without a finish reason', streamAnswer([TEXT])],
    ['is cut', streamAnswer([TEXT], { end: 'cut' })],
    ['tells an error', streamAnswer([TEXT, 'data: {"error":{"message":"boom","code":500}}\n\n'])],
    [
      'tells an error, then [DONE]',
      streamAnswer([TEXT, 'data: {"error":{"message":"boom"}}\n\n', DONE_EVENT]),
    ],
    ['tells an error in a word', streamAnswer([TEXT, 'data: {"error":"boom"}\n\n', DONE_EVENT])],
    [
      'tells an error of no object',
      streamAnswer([TEXT, 'event: error\ndata: {"message":"boom"}\n\n']),
    ],
  ]
  it.each(TRUNCATED)(
    'is an error object and no [DONE] when the backend %s',
    async (_, answering) => {
      const { raw, text, error, response } = await ask(answering)
      expect(response.status).toBe(200)
      expect(text).toBe('Hello')
      expect(error).toEqual({
        message: expect.any(String),
        type: expect.any(String),
        param: null,
        code: expect.stringMatching(/^upstream_/),
        partial: true,
      })
      expect(raw).not.toContain('[DONE]')
      expect(raw).not.toContain('event:')
    },
  )

  it.each([
    ['a JSON error body', 200, '{"error":{"message":"boom"}}', 502, 'upstream_error'],
    ['an HTML page', 502, '<html>Bad Gateway</html>', 502, 'upstream_error'],
    ["FastAPI's detail", 422, '{"detail":"no such thing"}', 400, 'upstream_rejected'],
    ["Ollama's word", 500, '{"error":"boom"}', 502, 'upstream_error'],
  ])(
    '%s instead of it is a status of its own and four fields',
    async (_, status, body, expected, code) => {
      const { response, raw } = await ask((response) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(body),
      )
      expect(response.status).toBe(expected)
      expect(response.headers.get('x-should-retry')).toBe('false')
      expect(JSON.parse(raw)).toEqual({
        error: { message: expect.any(String), type: expect.any(String), param: null, code },
      })
      expect(raw).not.toContain('<html>')
    },
  )
})

describe('usage', () => {
  const alone = chunkEvent({}, null, {
    choices: [],
    usage: { ...USAGE, prompt_tokens_details: { cached_tokens: 2 } },
  })
  const asked = { stream_options: { include_usage: true } }
  const WAYS: [string, string[]][] = [
    ['alone', [TEXT, FINISH, alone]],
    ['with the finish', [TEXT, chunkEvent({}, 'stop', { usage: USAGE })]],
    [
      'with every chunk',
      [
        chunkEvent({ content: 'Hello' }, null, { usage: { ...USAGE, completion_tokens: 1 } }),
        chunkEvent({}, 'stop', { usage: USAGE }),
      ],
    ],
  ]
  it.each(WAYS)(
    'that comes %s is asked for always and passed on only when asked for',
    async (_, events) => {
      const without = await ask(streamAnswer([...events, DONE_EVENT]))
      expect(JSON.parse(backend.calls.at(-1)?.bytes.toString() ?? '').stream_options).toEqual({
        include_usage: true,
      })
      expect(without.raw).not.toContain('usage')
      expect(without.chunks.every(({ choices }) => choices.length > 0)).toBe(true)
      const withIt = await ask(streamAnswer([...events, DONE_EVENT]), asked)
      expect(withIt.chunks.findLast(({ usage }) => usage)?.usage).toMatchObject(USAGE)
      expect(withIt.done).toBe(true)
    },
  )

  it('keeps its details', async () => {
    const { chunks } = await ask(streamAnswer([TEXT, FINISH, alone, DONE_EVENT]), asked)
    expect(chunks.at(-1)?.usage).toMatchObject({ prompt_tokens_details: { cached_tokens: 2 } })
  })
})

describe('tool calls in a stream', () => {
  const call = (more: object, args = '{}') => ({
    tool_calls: [{ type: 'function', function: { name: 'f', arguments: args }, ...more }],
  })
  const indexes = (chunks: readonly Chunk[]) =>
    chunks.flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? [])

  it('get an index where it is missing', async () => {
    const { chunks } = await ask(
      streamAnswer([chunkEvent(call({ id: 'a' })), chunkEvent({}, 'tool_calls'), DONE_EVENT]),
    )
    expect(indexes(chunks)).toMatchObject([{ index: 0, id: 'a' }])
  })

  it('get different ones where all have 0, and ids where there are none', async () => {
    const { chunks } = await ask(
      streamAnswer([
        chunkEvent(call({ index: 0, id: 'a' })),
        chunkEvent(call({ index: 0, id: 'b' })),
        chunkEvent(call({ index: 0, id: '' })),
        chunkEvent({}, 'tool_calls'),
        DONE_EVENT,
      ]),
    )
    const calls = indexes(chunks)
    expect(calls.map(({ index }) => index)).toEqual([0, 1, 2])
    expect(new Set(calls.map(({ id }) => id)).size).toBe(3)
    expect(calls[2]?.id).toMatch(/^\w+$/)
  })

  it('finish as such, whatever the backend says', async () => {
    const { chunks } = await ask(
      streamAnswer([chunkEvent(call({ index: 0, id: 'a' })), FINISH, DONE_EVENT]),
    )
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('tool_calls')
  })

  it('are put together for a client that wants them whole from a backend that streams', async () => {
    const piece = (more: object, id?: string) =>
      chunkEvent({
        tool_calls: [{ index: 0, ...(id === undefined ? {} : { id }), function: more }],
      })
    backend.answerWith(
      streamAnswer([
        piece({ arguments: '' }, 'a'),
        piece({ name: 'f', arguments: '{"x"' }),
        piece({ arguments: ':1}' }),
        chunkEvent({}, 'tool_calls', { usage: USAGE }),
        DONE_EVENT,
      ]),
    )
    const response = await router.chat({ messages: [{ role: 'user', content: 'hi' }] })
    const call = { id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":1}' } }
    expect(await response.json()).toMatchObject({
      choices: [{ message: { content: null, tool_calls: [call] }, finish_reason: 'tool_calls' }],
      usage: USAGE,
    })
  })

  it('finish as such in a whole answer too, which streams when a stream was asked for', async () => {
    const tool_calls = [{ type: 'function', function: { name: 'f', arguments: '{}' } }]
    const whole = wholeAnswer({ content: null, tool_calls })
    const { chunks, done } = await ask(whole)
    expect(indexes(chunks)).toMatchObject([{ index: 0, id: expect.stringMatching(/^\w+$/) }])
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('tool_calls')
    expect(done).toBe(true)
    backend.answerWith(whole)
    const response = await router.chat({ messages: [{ role: 'user', content: 'hi' }] })
    expect(await response.json()).toMatchObject({
      choices: [
        { finish_reason: 'tool_calls', message: { tool_calls: [{ id: expect.any(String) }] } },
      ],
    })
  })
})
