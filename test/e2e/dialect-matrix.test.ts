import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientRequest, readUntil } from '../support/client-request.ts'
import type { Answer, Usage } from '../support/dialect-matrix/answer.ts'
import { type Case, expectHeard, message, user } from '../support/dialect-matrix/case.ts'
import { chatRows } from '../support/dialect-matrix/chat-rows.ts'
import { columnsFor, cross } from '../support/dialect-matrix/crossing.ts'
import { messagesRows } from '../support/dialect-matrix/messages-rows.ts'
import {
  readBroken,
  readError,
  readStream,
  readWhole,
} from '../support/dialect-matrix/read-answer.ts'
import { refusalCases } from '../support/dialect-matrix/refusal-cases.ts'
import {
  BACKEND_KEY,
  CLIENT_PATHS,
  CLIENTS,
  type Client,
  isOwn,
  KINDS,
  lastSent,
  nullsIn,
  post,
  SERVER_PATHS,
  type Sent,
  type Stage,
  startStage,
} from '../support/dialect-matrix/stage.ts'
import { toolCases } from '../support/dialect-matrix/tool-cases.ts'
import { wordCases } from '../support/dialect-matrix/word-cases.ts'
import { eventually } from '../support/simulators.ts'

const cases = [...wordCases, ...toolCases]
/** What the page about dialects tells of. */
const rows = {
  chat: chatRows.filter(({ untried }) => untried !== true),
  messages: messagesRows.filter(({ untried }) => untried !== true),
}
const USAGE = { include_usage: true }

/** Ways in which a streamed answer ends too early. */
const breaks = [
  { mode: 'error_mid_stream', text: /^word1 word2/, code: 'upstream_error', message: /Ouch\./ },
  { mode: 'cut_mid_stream', text: /^word1 word2/, code: 'upstream_error', message: /broke off/ },
  { mode: 'no_finish', text: /word50$/, code: 'upstream_invalid_response', message: /ended/ },
] as const

/** A request that says one thing. */
const say = (client: Client, text: string): object =>
  client === 'chat' ? { messages: [user(text)] } : message(text)
const streaming = (client: Client): object =>
  client === 'chat' ? { stream: true, stream_options: USAGE } : { stream: true }

describe.each(KINDS)('of %s', (kind) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await startStage(kind)
  })
  afterAll(() => stage?.stop())

  describe.each(CLIENTS)('a client that speaks %s', (client) => {
    const ask = (body: object) => post(stage.router, client, { model: stage.model, ...body })

    async function whole(body: object): Promise<Answer> {
      return readWhole(client, await ask(body))
    }

    async function streamed(body: object): Promise<Answer> {
      return readStream(client, await ask({ ...body, ...streaming(client) }), true)
    }

    /** What the last request became on its way, and what was left out of it. */
    async function expectSent(each: Case, response: Response, stream: boolean): Promise<void> {
      const { body, headers } = await lastSent(stage, kind)
      expect(body).toEqual(expectedBody(stage, each, client, stream))
      expect(nullsIn(body)).toEqual([])
      expect(keysIn(headers)).toEqual([BACKEND_KEY])
      expect(headers['anthropic-version']).toBe(kind === 'anthropic' ? '2023-06-01' : undefined)
      const dropped = response.headers.get('x-router-dropped-params')
      expect(dropped).toBe(each[client].dropped?.[kind] ?? null)
    }

    it.each(cases)('asks for $title and gets it, whole and streamed', async (each) => {
      const { body } = each[client]
      const heard = typeof each.heard === 'function' ? each.heard(client, kind) : each.heard
      const response = await ask(body)
      const answer = await readWhole(client, response)
      await expectSent(each, response, false)
      expectHeard(answer, client, heard)
      const pieces = await ask({ ...body, ...streaming(client) })
      const again = await readStream(client, pieces, true)
      await expectSent(each, pieces, true)
      expectHeard(again, client, heard)
      expect(again.usage).toEqual(answer.usage)
    })

    it.each(rows[client])('is told the truth about $name', async (row) => {
      const here = columnsFor(client).filter((one) => one.kind === kind && one.remote !== true)
      for (const column of here) {
        const crossed = cross(client, column, row.ask)
        const response = await ask({ ...row.ask, model: column.model })
        if (crossed.refused !== undefined || row.refusedBy?.includes(kind)) {
          expect(response.status).toBe(400)
          const { code } = await readError(client, response)
          expect(code).toBe(crossed.refused ?? 'upstream_rejected')
          continue
        }
        expect(response.status, await response.text()).toBe(200)
        const dropped = response.headers.get('x-router-dropped-params')
        expect(dropped).toBe(crossed.dropped.join(', ') || null)
      }
    })

    it('is told of tokens as the server counts them', async () => {
      const { usage } = await streamed(say(client, '[[tokens:9]]'))
      const written = { output: 9, cached: 0, written: 0 }
      expect(usage).toEqual({ ...written, input: expect.any(Number) })
      const more = await whole(say(client, `[[tokens:9]]${' more'.repeat(100)}`))
      expect(more.usage).toEqual({ ...written, input: (usage?.input ?? 0) + 100 })
      if (client === 'messages') return
      const unasked = await readStream(
        client,
        await ask({ ...say(client, 'x'), stream: true }),
        false,
      )
      expect(unasked.finish).toBe('stop')
    })

    it('is told what a cache saved, where the server says so', async () => {
      const cached = { type: 'ephemeral' }
      const system = [{ type: 'text', text: `${kind} word`.repeat(1500), cache_control: cached }]
      const body = { ...say(client, '[[say:x]]'), ...(client === 'messages' && { system }) }
      const answers = [await whole(body), await whole(body), await streamed(body)]
      const parts = answers.map(({ usage }) => partsOf(usage))
      const caches = client === 'messages' && kind === 'anthropic'
      const [first, ...others] = caches ? ['new, written', 'new, read', 'new, read'] : []
      expect(parts).toEqual([first ?? 'new', others[0] ?? 'new', others[1] ?? 'new'])
      expect(new Set(answers.map(({ usage }) => totalOf(usage))).size).toBe(1)
    })

    it('asks for a model that nobody has, and reads that', async () => {
      const before = await callsOf(stage)
      const response = await ask({ ...say(client, 'x'), model: 'no-such-model' })
      expect(response.status).toBe(404)
      const error = await readError(client, response)
      expect(error).toMatchObject({ type: 'not_found_error', code: 'model_not_found' })
      expect(await callsOf(stage)).toBe(before)
    })

    it.each(refusalCases)('is refused $title', async (each) => {
      const { fault, words, status, code, type, retryAfter } = each
      for (const more of [{}, streaming(client)]) {
        await stage.order({ mode: 'status', ...fault, ...(words && { message: words[kind] }) })
        const response = await ask({ ...say(client, 'x'), ...more, model: stage.spare() })
        expect(response.status).toBe(status)
        const error = await readError(client, response)
        expect(error).toMatchObject({ type: type[client], code })
        expect(error.message).toMatch(each.message[client])
        expect(response.headers.get('retry-after')).toBe(retryAfter ?? null)
        expect(response.headers.get('x-should-retry')).toBe('false')
      }
    })

    it('is refused a prompt that no model has room for, before it is sent', async () => {
      const before = await callsOf(stage)
      const response = await ask(say(client, 'word '.repeat(30_000)))
      expect(response.status).toBe(400)
      const error = await readError(client, response)
      expect(error.code).toBe('context_length_exceeded')
      if (client === 'messages') expect(error.message).toMatch(/^prompt is too long: /)
      expect(await callsOf(stage)).toBe(before)
    })

    it.each(breaks)('learns of $mode in its own form, after the words before it', async (each) => {
      const { mode, text, code, message: words } = each
      const body = { ...say(client, '[[tokens:50]]'), model: stage.spare() }
      const fault = { mode, after: 3, message: 'Ouch.' }
      await stage.order(fault)
      const broken = await readBroken(client, await ask({ ...body, ...streaming(client) }))
      const type = client === 'chat' ? 'server_error' : 'api_error'
      const error = { type, code, message: expect.stringMatching(words) }
      expect(broken).toEqual({ text: expect.stringMatching(text), error: expect.any(Object) })
      expect(broken.error).toMatchObject(error)
      if (mode === 'no_finish') return
      await stage.order(fault)
      const response = await ask(body)
      expect(response.status).toBe(502)
      const { type: kindOf, code: whose } = await readError(client, response)
      expect([kindOf, whose]).toEqual([type, expect.stringMatching(/^upstream_/)])
    })

    describe('frees the server when it leaves', () => {
      const begin = (text: string, more: object = streaming(client)) =>
        clientRequest(`${stage.router.url}${CLIENT_PATHS[client]}`, {
          model: stage.model,
          ...say(client, text),
          ...more,
        })

      async function expectFreed(phase: string, act: () => void): Promise<void> {
        const before = (await stage.simulator.stats()).cancelled.length
        act()
        const { cancelled } = await eventually(
          stage.simulator,
          (stats) => stats.cancelled.length > before,
        )
        expect(cancelled.at(-1)).toMatchObject({ path: SERVER_PATHS[kind], phase })
      }

      it.each([{}, { stream: true }])('before the first word, %j', async (more) => {
        const before = await callsOf(stage)
        await stage.order({ mode: 'hang_before_headers' })
        const client = begin('x', more)
        await eventually(stage.simulator, (stats) => callsIn(stats, stage) > before)
        await expectFreed('arrived', client.leave)
      })

      it('in line and in mid-stream', async () => {
        const before = await callsOf(stage)
        await stage.order({ mode: 'hang_mid_stream', after: 2 })
        const first = begin('[[tokens:50]]')
        await readUntil(await first.response, 'word2')
        const second = begin('x')
        await eventually(stage.simulator, (stats) => callsIn(stats, stage) > before + 1)
        await expectFreed('queued', second.leave)
        await expectFreed('decode', first.leave)
        expect((await whole(say(client, '[[say:free]]'))).text).toBe('free')
      })
    })
  })
})

/** The router's own key, and never the client's. */
function keysIn({ authorization, 'x-api-key': key }: Sent['headers']): readonly unknown[] {
  const bearer = authorization === undefined ? [] : [String(authorization).replace('Bearer ', '')]
  return key === undefined ? bearer : [...bearer, key]
}

/** What a server must get. */
function expectedBody({ kind, model }: Stage, each: Case, client: Client, stream: boolean): object {
  const { body, sent } = each[client]
  const known = sent[kind] ?? (isOwn(client, kind) ? body : sent.openai)
  const streamed = stream && kind !== 'anthropic' ? { stream_options: USAGE } : {}
  if (isOwn(client, kind)) return { model, ...known, ...(stream && { stream, ...streamed }) }
  if (kind === 'anthropic') return { model, max_tokens: expect.any(Number), ...known, stream }
  if (kind !== 'ollama') return { model, ...known, stream, ...streamed }
  return { model, ...known, stream: true, truncate: false, keep_alive: -1 }
}

type Stats = Awaited<ReturnType<Stage['simulator']['stats']>>

function callsIn({ byPath }: Stats, { kind }: Stage): number {
  return byPath[SERVER_PATHS[kind]] ?? 0
}

async function callsOf(stage: Stage): Promise<number> {
  return callsIn(await stage.simulator.stats(), stage)
}

function partsOf({ input = 0, cached = 0, written = 0 }: Partial<Usage> = {}): string {
  const parts = { new: input, read: cached > 1000, written: written > 1000 }
  return Object.entries(parts)
    .flatMap(([part, count]) => (count ? [part] : []))
    .join(', ')
}

function totalOf({ input = 0, cached = 0, written = 0 }: Partial<Usage> = {}): number {
  return input + cached + written
}
