import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '../support/dialect-matrix/answer.ts'
import type { Case, Heard } from '../support/dialect-matrix/case.ts'
import { readStream, readWhole } from '../support/dialect-matrix/read-answer.ts'
import {
  BACKEND_KEY,
  CLIENTS,
  type Client,
  isOwn,
  KINDS,
  type Kind,
  lastSent,
  nullsIn,
  post,
  type Sent,
  type Stage,
  startStage,
} from '../support/dialect-matrix/stage.ts'
import { toolCases } from '../support/dialect-matrix/tool-cases.ts'
import { wordCases } from '../support/dialect-matrix/word-cases.ts'

const cases = [...wordCases, ...toolCases]

describe.each(KINDS)('of %s', (kind) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await startStage(kind)
  })
  afterAll(() => stage?.stop())

  describe.each(CLIENTS)('a client that speaks %s', (client) => {
    describe.each(cases)('asks for $title', (each) => {
      it.each([false, true])('and gets it, streamed: %s', async (stream) => {
        const streaming = client === 'chat' ? { stream, stream_options: USAGE } : { stream }
        const body = { model: stage.model, ...each[client].body, ...(stream && streaming) }
        const response = await post(stage.router, client, body)
        const answer = stream
          ? await readStream(client, response, true)
          : await readWhole(client, response)
        const sent = await lastSent(stage, kind)
        expect(sent.body).toEqual(expectedBody(stage, each, client, stream))
        expect(nullsIn(sent.body)).toEqual([])
        expect(keysIn(sent.headers)).toEqual([BACKEND_KEY])
        expect(sent.headers['anthropic-version']).toBe(
          kind === 'anthropic' ? '2023-06-01' : undefined,
        )
        const dropped = response.headers.get('x-router-dropped-params')
        expect(dropped).toBe(each[client].dropped?.[kind] ?? null)
        expectHeard(answer, client, heardIn(each, client, kind))
      })
    })
  })
})

const USAGE = { include_usage: true }

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
  return { model, ...known, ...ALWAYS }
}

const ALWAYS = { stream: true, truncate: false, keep_alive: -1 }

function heardIn({ heard }: Case, client: Client, kind: Kind): Heard {
  return typeof heard === 'function' ? heard(client, kind) : heard
}

const FINISHES = {
  chat: { stop: 'stop', length: 'length', tools: 'tool_calls' },
  messages: { stop: 'end_turn', length: 'max_tokens', tools: 'tool_use' },
}

function expectHeard(answer: Answer, client: Client, heard: Heard): void {
  const { text = '', thinking = '', calls = [], end = 'stop', stop } = heard
  const finish = FINISHES[client][end]
  const ended =
    client === 'chat'
      ? { finish }
      : { finish: stop === undefined ? finish : 'stop_sequence', stop: stop ?? null }
  expect(answer).toEqual({ text, thinking, calls, ...ended, usage: expect.any(Object) })
  expect(answer.usage?.input).toBeGreaterThan(0)
  expect(answer.usage?.output).toBeGreaterThan(0)
}
