import type { Call } from '../engine/call.ts'
import { Refusal } from '../engine/refusal.ts'
import type { Route, Simulation } from '../engine/simulation.ts'
import type { ServerState } from '../engine/state.ts'
import { chat } from './chat.ts'
import { embedInputs } from './embed.ts'
import { generate } from './generate.ts'
import { isLocalHost } from './hosts.ts'
import { psList, showReply, tagEntry } from './listing.ts'
import type { Ollama } from './ollama.ts'
import { askedModel } from './ollama.ts'
import { badJson, failure } from './refuse.ts'
import { Scheduler } from './scheduler.ts'
import { goTime } from './wire.ts'

/** A server that speaks Ollama's native protocol as version 0.24.0 was recorded. */
export function simulateOllama(state: ServerState): Simulation {
  const ollama: Ollama = { state, scheduler: new Scheduler(state) }
  return {
    kind: 'ollama',
    routes: routes(ollama),
    headers: {},
    gate: (call) => {
      if (!isLocalHost(call.request.headers.host)) throw new Refusal(403, '')
    },
    missing: (_call, otherMethod) =>
      otherMethod
        ? new Refusal(405, '405 method not allowed', BARE)
        : new Refusal(404, '404 page not found', BARE),
    badJson,
    failure,
    loaded: () =>
      ollama.scheduler.runners
        .filter((runner) => runner.ready)
        .map(({ model, wish }) => ({ name: model.name, context: wish.context })),
  }
}

const PLAIN = { 'content-type': 'text/plain; charset=utf-8' }
const BARE = { 'content-type': 'text/plain' }

function routes(ollama: Ollama): readonly Route[] {
  const modifiedAt = goTime(Date.now())
  const { description, models } = ollama.state
  const get = (path: string, body: () => object): Route => ({
    method: 'GET',
    path,
    handle: (call) => call.reply(200, body()),
  })
  const infer = (path: string, run: (ollama: Ollama, call: Call) => Promise<void>): Route => ({
    method: 'POST',
    path,
    inference: true,
    handle: (call) => run(ollama, call),
  })
  return [
    { method: 'GET', path: '/', handle: (call) => call.reply(200, 'Ollama is running', PLAIN) },
    get('/api/version', () => ({ version: description.version })),
    get('/api/tags', () => ({
      models: [...models.values()].map((model) =>
        tagEntry(model, modifiedAt, description.richTags),
      ),
    })),
    get('/api/ps', () => psList(ollama.scheduler.runners)),
    {
      method: 'POST',
      path: '/api/show',
      handle: (call) => {
        const { model } = askedModel(ollama, call.body)
        call.reply(200, showReply(model, modifiedAt))
      },
    },
    infer('/api/generate', generate),
    infer('/api/chat', chat),
    infer('/api/embed', embedInputs),
  ]
}
