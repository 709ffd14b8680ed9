import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FAULT_MODES, type FaultMode } from '../support/faults.ts'
import { type FaultyBackend, startFaultyBackend } from '../support/faulty-backend.ts'
import {
  type ErrorBody,
  eventsOf,
  json,
  type Router,
  startRouter,
  until,
} from '../support/router.ts'
import { type ScriptedServer, scriptedServer } from '../support/scripted-server.ts'

/** What a client is told of a streamed chat, of a whole one, and of an embedding. */
type Row = readonly [streamed: string, whole: string, embedded: string]

const INVALID = '502 upstream_invalid_response'
const BROKEN = '502 upstream_error'
const LATE = '504 upstream_ttft_timeout'
const HUGE = '502 upstream_too_large'

function always(outcome: string): Row {
  return [outcome, outcome, outcome]
}

/** An answer to a chat, which is no embedding. */
function answer(text: string): Row {
  return [`answer ${text}`, `answer ${text}`, INVALID]
}

/** `answer TEXT` is a whole answer, `TEXT, then CODE` one that ended with an error event. */
const EXPECTED: Readonly<Record<FaultMode, Row>> = {
  ok: answer('t0t1t2'),
  one_token_then_silence: ['t0, then upstream_idle_timeout', '504 upstream_idle_timeout', LATE],
  comments_forever: always(LATE),
  clean_end_no_done: ['t0, then upstream_invalid_response', INVALID, INVALID],
  clean_end_no_finish: answer('t0'),
  close_delimited: ['t0, then upstream_invalid_response', INVALID, INVALID],
  sse_error_event: ['400 upstream_rejected', '400 upstream_rejected', INVALID],
  sse_error_after_tokens: ['t0, then upstream_error', BROKEN, INVALID],
  sse_bad_json_once: answer('t0t1'),
  sse_split_utf8: answer('\u{1F600}é'),
  sse_crlf_bom_multiline: answer('x'),
  sse_giant_line: [INVALID, INVALID, HUGE],
  sse_after_done: answer('t0'),
  ndjson_instead: always(INVALID),
  sse_when_json_asked: answer('t0t1t2'),
  okjson: answer('hi'),
  json_when_stream_asked: answer('hi'),
  redirect_internal: always(INVALID),
  status_200_error_json: always(BROKEN),
  status_200_html: always(INVALID),
  gzip_unasked: always(INVALID),
  gzip_bomb: always(INVALID),
  gzip_chain: always(INVALID),
  infinite_body: always(HUGE),
  s429: always('429 upstream_rate_limited'),
  s429_absurd: always('429 upstream_rate_limited'),
  s503: always(BROKEN),
  s401: always('502 upstream_auth_failed'),
  accept_then_close: always(BROKEN),
  accept_then_rst: always(BROKEN),
  never_answers: always(LATE),
  partial_status_line: always(BROKEN),
  slowloris_headers: always(LATE),
  headers_then_silence: always(LATE),
  rst_mid_stream: ['t0, then upstream_error', BROKEN, BROKEN],
  fin_mid_stream_chunked: ['t0, then upstream_error', BROKEN, BROKEN],
  fin_mid_event: always(BROKEN),
  short_body_cl: always(INVALID),
  long_body_cl: always(INVALID),
  cl_and_te: always(INVALID),
  two_cl: always(INVALID),
  bad_chunk_size: always(INVALID),
  junk: always(INVALID),
  tls_alert: always(INVALID),
  huge_header: always(INVALID),
  many_headers: always(INVALID),
  header_newline: always(INVALID),
  early_hints_flood: always(INVALID),
  unsolicited_response: answer('hi'),
}

interface Case {
  readonly mode: FaultMode
  readonly kind: 'chat' | 'embeddings'
  readonly stream: boolean
  readonly id: string
}

const CASES: readonly Case[] = FAULT_MODES.flatMap((mode) =>
  (['chat', 'embeddings'] as const).flatMap((kind) =>
    [true, false].map((stream) => ({ mode, kind, stream, id: `${mode}-${kind}-${stream}` })),
  ),
)
const AT_ONCE = 49
const PER_MODE = CASES.length / FAULT_MODES.length
/** Closed by us after this many milliseconds without use, and a little for its timer. */
const IDLE_CONNECTION_MS = 8_000
/** The limit of one answer many times over: what the collector has not taken yet counts as well. */
const MOST_MIB = 320

let backend: FaultyBackend
let embedder: ScriptedServer
let router: Router
const told = new Map<string, string>()
const alarms: unknown[] = []
const alarm = (what: unknown): void => {
  alarms.push(what)
}

beforeAll(async () => {
  backend = await startFaultyBackend()
  embedder = await scriptedServer({
    '/v1/models': { data: [{ id: 'vectors', object: 'model' }] },
    '/v1/embeddings': { data: [{ index: 0, embedding: [0.5, 0.25] }] },
  })
  const packed = await fetch(`http://127.0.0.1:${backend.port}/gzip_bomb`, { method: 'POST' })
  await packed.body?.cancel()
  for (const event of ['warning', 'unhandledRejection', 'uncaughtException'])
    process.on(event, alarm)
  const entries = FAULT_MODES.map((mode) => {
    const patience = EXPECTED[mode].includes(LATE) ? 0.4 : 10
    const timeouts = `{ ttft: ${patience}, idle: ${patience}, load: ${patience} }`
    return `  - { name: ${mode}, kind: openai, url: 'http://127.0.0.1:${backend.port}/${mode}', timeouts: ${timeouts} }`
  })
  router = await startRouter({
    yaml: [
      'backends:',
      ...entries,
      `  - { name: embedder, kind: openai, url: '${embedder.url}' }`,
    ].join('\n'),
    env: { ROUTER_LOG_FORMAT: 'json' },
  })
  await until(async () => (await metric('smarterrouter_backend_up')) === FAULT_MODES.length + 1)
  for (let at = 0; at < CASES.length; at += AT_ONCE) {
    await Promise.all(
      CASES.slice(at, at + AT_ONCE).map(async (one) => told.set(one.id, await outcome(one))),
    )
  }
})

afterAll(async () => {
  await router?.stop()
  await embedder?.close()
  backend?.close()
  for (const event of ['warning', 'unhandledRejection', 'uncaughtException'])
    process.off(event, alarm)
})

function ask({ mode, kind, stream, id }: Case): Promise<Response> {
  const headers = { 'x-request-id': id }
  return kind === 'chat'
    ? router.chat({ model: mode, stream, messages: [{ role: 'user', content: 'hi' }] }, headers)
    : router.embed({ model: mode, input: 'hi', ...(stream ? { stream } : {}) }, headers)
}

async function outcome(one: Case): Promise<string> {
  const response = await ask(one)
  expect(response.headers.get('x-request-id')).toBe(one.id)
  expect(response.headers.get('x-router-backend')).toBe(one.mode)
  expect(response.headers.get('x-router-attempts')).toBe('1')
  if (response.status !== 200) return refusal(response)
  expect(response.headers.has('retry-after')).toBe(false)
  return one.stream ? streamed(await response.text()) : whole(await json<Whole>(response))
}

async function refusal(response: Response): Promise<string> {
  const { error } = await json<ErrorBody>(response)
  expect(Object.keys(error)).toEqual(['message', 'type', 'param', 'code'])
  if (response.status > 400)
    expect(error.message).toContain(response.headers.get('x-router-backend'))
  expect(error.message.length).toBeLessThan(700)
  expect(response.headers.get('x-should-retry')).toBe('false')
  expect(response.headers.has('retry-after')).toBe(response.status === 429)
  return `${response.status} ${error.code}`
}

interface Whole {
  readonly choices: readonly {
    readonly message: { readonly content: string }
    readonly finish_reason: string
  }[]
}

function whole({ choices: [choice] }: Whole): string {
  expect(choice?.finish_reason).toBe('stop')
  return `answer ${choice?.message.content}`
}

interface Chunk {
  readonly choices: readonly {
    readonly delta: { readonly content?: string }
    readonly finish_reason: string | null
  }[]
  readonly error?: ErrorBody['error'] & { readonly partial: boolean }
}

/** Nothing follows an error event, and a whole answer ends with its finish reason and `[DONE]`. */
function streamed(body: string): string {
  expect(body.endsWith('\n\n')).toBe(true)
  const events = eventsOf(body)
  const chunks = events.filter((event) => event !== '[DONE]') as Chunk[]
  const last = chunks.at(-1)
  const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')
  if (last?.error === undefined) {
    expect(events.at(-1)).toBe('[DONE]')
    expect(last?.choices[0]?.finish_reason).toBe('stop')
    return `answer ${text}`
  }
  expect(events.at(-1)).toBe(last)
  expect(last.choices).toEqual([{ index: 0, delta: {}, finish_reason: 'error' }])
  expect(last.error).toMatchObject({ type: 'server_error', param: null, partial: true })
  return `${text}, then ${last.error.code}`
}

/** The sum of a metric over all its labels, or over those that hold `label`. */
async function metric(name: string, label = ''): Promise<number> {
  const text = await (await router.get('/metrics')).text()
  return text
    .split('\n')
    .filter((line) => new RegExp(`^${name}[ {]`).test(line) && line.includes(label))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
}

interface AdminPlacement {
  readonly backend: string
  readonly busy: number
  readonly health: string
}

async function placements(): Promise<readonly AdminPlacement[]> {
  const { models } = await json<{ models: { placements: AdminPlacement[] }[] }>(
    await router.get('/admin/models'),
  )
  return models.flatMap((model) => model.placements)
}

describe('whatever a backend does', () => {
  it.each(FAULT_MODES)('%s is told as what it is', (mode) => {
    const [streamedChat, wholeChat, embedded] = EXPECTED[mode]
    expect({
      streamed: told.get(`${mode}-chat-true`),
      whole: told.get(`${mode}-chat-false`),
      embedded: [told.get(`${mode}-embeddings-true`), told.get(`${mode}-embeddings-false`)],
    }).toEqual({ streamed: streamedChat, whole: wholeChat, embedded: [embedded, embedded] })
  })

  it('a wait that a backend asks for is passed on, at most 20 s', async () => {
    const waits = await Promise.all(
      (['s429', 's429_absurd'] as const).map(async (mode) => {
        const response = await ask({ mode, kind: 'chat', stream: false, id: `${mode}-again` })
        return response.headers.get('retry-after')
      }),
    )
    expect(waits).toEqual(['2', '20'])
  })
})

describe('afterwards', () => {
  it('nothing is under way any more', async () => {
    await until(async () => (await metric('smarterrouter_requests_in_flight')) === 0)
    expect((await placements()).filter(({ busy }) => busy > 0)).toEqual([])
  })

  /** What was asked for 2 s only may be over. */
  it('only those are shunned that refused us, or asked to be left alone', async () => {
    const shunned = (await placements())
      .filter(({ backend: name, health }) => name !== 's429' && health !== 'closed')
      .map(({ backend: name, health }) => `${name} ${health}`)
    expect(shunned.toSorted()).toEqual(['s401 open', 's429_absurd cooling'])
  })

  it('each request has left one record of one attempt', async () => {
    const lines = () =>
      router
        .logged()
        .split('\n')
        .filter((line) => line.includes('requestId'))
    await until(() => lines().length >= CASES.length)
    const ids = lines().map((line) => (JSON.parse(line) as { requestId: string }).requestId)
    const first = ids.filter((id) => told.has(id))
    expect(first.toSorted()).toEqual(CASES.map(({ id }) => id).toSorted())
    for (const mode of FAULT_MODES.filter((one) => !one.startsWith('s429'))) {
      const attempts = await metric('smarterrouter_upstream_attempts_total', `backend="${mode}"`)
      expect([mode, attempts]).toEqual([mode, PER_MODE])
    }
  })

  it('no backend was asked more often than that', () => {
    const { s429: _, s429_absurd: _2, gzip_bomb: _3, ...sent } = backend.stats.byMode
    expect(Object.entries(sent).filter(([, times]) => times !== PER_MODE)).toEqual([])
  })

  it('the next good requests succeed, on the very backends that misbehaved', async () => {
    for (const mode of ['ok', 'okjson', 'unsolicited_response', 'sse_after_done'] as const) {
      for (const stream of [true, false, true, false]) {
        const one: Case = { mode, kind: 'chat', stream, id: 'good' }
        expect(await outcome(one)).toBe(EXPECTED[mode][stream ? 0 : 1])
      }
    }
    const embedded = await json<{ data: object[] }>(
      await router.embed({ model: 'vectors', input: 'hi' }),
    )
    expect(embedded.data).toMatchObject([{ index: 0, embedding: [0.5, 0.25] }])
  })

  it('no connection stays open', async () => {
    await until(() => backend.stats.open === 0, IDLE_CONNECTION_MS)
  })

  it('huge answers are not gathered without end', async () => {
    let most = 0
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().arrayBuffers)
    }, 2)
    for (const mode of ['gzip_bomb', 'infinite_body', 'sse_giant_line'] as const)
      for (const stream of [true, false])
        await outcome({ mode, kind: 'chat', stream, id: `again-${mode}` })
    clearInterval(watch)
    expect(most / 2 ** 20).toBeLessThan(MOST_MIB)
  })

  it('the process has nothing to complain of', () => {
    expect(alarms).toEqual([])
    expect(router.logged()).not.toContain('internal_error')
  })
})
