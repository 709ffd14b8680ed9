import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '../support/dialect-matrix/answer.ts'
import { message, user } from '../support/dialect-matrix/case.ts'
import { readBroken, readStream, readWhole } from '../support/dialect-matrix/read-answer.ts'
import { backendLine, CLIENTS, post } from '../support/dialect-matrix/stage.ts'
import {
  chunkEvent,
  DONE_EVENT,
  type RecordingBackend,
  recordingBackend,
  streamAnswer,
  wholeAnswer,
} from '../support/recording-backend.ts'
import { type Router, startRouter } from '../support/router.ts'

/** What simulated servers do not tell: written here as vLLM, SGLang and Anthropic write it. */
const OPENAI_USAGE = {
  prompt_tokens: 100,
  completion_tokens: 5,
  total_tokens: 105,
  prompt_tokens_details: { cached_tokens: 80 },
}
const ANTHROPIC_USAGE = {
  input_tokens: 12,
  cache_creation_input_tokens: 8,
  cache_read_input_tokens: 80,
  output_tokens: 5,
}
const ASKS = {
  chat: { model: 'm', messages: [user('Hello')], stop: ['STOP'] },
  messages: message('Hello', { model: 'm', stop_sequences: ['STOP'] }),
}
const STREAMED = {
  chat: { stream: true, stream_options: { include_usage: true } },
  messages: { stream: true },
}

let servers: readonly RecordingBackend[]
let routers: readonly Router[]

beforeAll(async () => {
  servers = await Promise.all([recordingBackend(['m']), recordingBackend(['m'])])
  const kinds = ['openai', 'anthropic'] as const
  routers = await Promise.all(
    kinds.map((kind, at) =>
      startRouter({
        yaml: `backends:\n${backendLine(kind, servers[at]?.url ?? '', ', models: [m]')}`,
      }),
    ),
  )
})
afterAll(async () => {
  for (const router of routers ?? []) await router.stop()
  for (const server of servers ?? []) await server.close()
})

describe.each(CLIENTS)('a client that speaks %s', (client) => {
  const stopped = client === 'chat' ? { finish: 'stop' } : { finish: 'stop_sequence', stop: 'STOP' }

  async function ask(at: number, more: object = {}): Promise<Response> {
    const router = routers[at]
    if (router === undefined) throw new Error('There is no such router.')
    return post(router, client, { ...ASKS[client], ...more })
  }
  const whole = async (at: number): Promise<Answer> => readWhole(client, await ask(at))
  const streamed = async (at: number): Promise<Answer> =>
    readStream(client, await ask(at, STREAMED[client]), true)

  it.each([
    ['vLLM', { stop_reason: 'STOP' }],
    ['SGLang', { matched_stop: 'STOP' }],
  ])('hears from %s what stopped it and what the cache saved', async (_, end) => {
    const heard = {
      ...{ text: 'One', thinking: '', calls: [], ...stopped },
      usage: { input: 20, output: 5, cached: 80, written: 0 },
    }
    const message = { role: 'assistant', content: 'One' }
    const choices = [{ index: 0, message, finish_reason: 'stop', ...end }]
    servers[0]?.answerWith(wholeAnswer({}, 'stop', { choices, usage: OPENAI_USAGE }))
    expect(await whole(0)).toEqual(heard)
    const finish = [{ index: 0, delta: {}, finish_reason: 'stop', ...end }]
    servers[0]?.answerWith(
      streamAnswer([
        chunkEvent({ role: 'assistant', content: '' }),
        chunkEvent({ content: 'One' }),
        chunkEvent({}, 'stop', { choices: finish }),
        chunkEvent({}, null, { choices: [], usage: OPENAI_USAGE }),
        DONE_EVENT,
      ]),
    )
    expect(await streamed(0)).toEqual(heard)
  })

  it('hears from Anthropic what the cache saved', async () => {
    const cache = client === 'chat' ? { input: 20, written: 0 } : { input: 12, written: 8 }
    const heard = {
      ...{ text: 'One', thinking: '', calls: [], ...stopped },
      usage: { ...cache, output: 5, cached: 80 },
    }
    servers[1]?.answerWith((response) => reply(response, JSON.stringify(anthropicMessage())))
    expect(await whole(1)).toEqual(heard)
    servers[1]?.answerWith(streamAnswer(anthropicEvents()))
    expect(await streamed(1)).toEqual(heard)
  })

  it('learns in mid-stream that Anthropic is overloaded', async () => {
    const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }
    servers[1]?.answerWith(streamAnswer([...anthropicEvents().slice(0, 3), named(error)]))
    const broken = await readBroken(client, await ask(1, STREAMED[client]))
    expect(broken.text).toBe('One')
    expect(broken.error).toMatchObject({
      type: client === 'chat' ? 'server_error' : 'overloaded_error',
      code: 'upstream_overloaded',
    })
  })
})

function anthropicMessage(more: object = {}) {
  return {
    ...{ id: 'msg_up', type: 'message', role: 'assistant', model: 'm' },
    content: [{ type: 'text', text: 'One' }],
    ...{ stop_reason: 'stop_sequence', stop_sequence: 'STOP', usage: ANTHROPIC_USAGE },
    ...more,
  }
}

/** Its counts are told at the beginning; at the end those that have grown. */
function anthropicEvents(): readonly string[] {
  const empty = { content: [], stop_reason: null, stop_sequence: null }
  const usage = { ...ANTHROPIC_USAGE, output_tokens: 1 }
  const delta = { stop_reason: 'stop_sequence', stop_sequence: 'STOP' }
  return [
    { type: 'message_start', message: anthropicMessage({ ...empty, usage }) },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'One' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta, usage: ANTHROPIC_USAGE },
    { type: 'message_stop' },
  ].map(named)
}

function named(event: { readonly type: string }): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
}

function reply(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(body)
}
