import type { Call } from '../engine/call.ts'
import type { Route, Simulation } from '../engine/simulation.ts'
import type { ServerState } from '../engine/state.ts'
import { chat } from './chat.ts'
import { embedInputs } from './embed.ts'
import { metricsPage } from './metrics.ts'
import type { OpenAi } from './openai.ts'
import { failure, refuse } from './refuse.ts'

/** A server that speaks OpenAI's chat and embedding protocol, as vLLM and its like do. */
export function simulateOpenAi(state: ServerState): Simulation {
  const openai: OpenAi = { state, slots: new Map() }
  const { apiKey, basePath, metrics } = state.description
  return {
    kind: 'openai',
    headers: {},
    routes: [
      { method: 'GET', path: `${basePath}/v1/models`, handle: (call) => list(state, call) },
      ...(metrics === '' ? [] : [metricsRoute(openai, metrics)]),
      {
        method: 'POST',
        path: `${basePath}/v1/chat/completions`,
        inference: true,
        handle: (call) => chat(openai, call),
      },
      {
        method: 'POST',
        path: `${basePath}/v1/embeddings`,
        inference: true,
        handle: (call) => embedInputs(openai, call),
      },
    ],
    gate: (call) => {
      if (apiKey === '' || call.request.headers.authorization === `Bearer ${apiKey}`) return
      throw refuse(401, 'Incorrect API key provided.', 'invalid_api_key')
    },
    missing: (call, otherMethod) => {
      const asked = `${call.request.method} ${call.url.pathname}`
      return refuse(otherMethod ? 405 : 404, `Invalid URL (${asked})`)
    },
    badJson: () => refuse(400, 'We could not parse the JSON body of your request.'),
    failure,
    loaded: () =>
      [...state.models.values()].map(({ name, servedContext }) => ({
        name,
        context: servedContext,
      })),
  }
}

function metricsRoute(openai: OpenAi, of: 'vllm' | 'sglang'): Route {
  return {
    method: 'GET',
    path: `${openai.state.description.basePath}/metrics`,
    handle: (call) => call.reply(200, metricsPage(openai, of), METRICS_TYPE),
  }
}

const METRICS_TYPE = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }

function list(state: ServerState, call: Call): void {
  const data = [...state.models.values()].map((model) => ({
    id: state.description.prefix + model.name,
    object: 'model',
    created: Math.floor(Date.now() / 1000),
    owned_by: 'simulated',
    ...model.extra,
  }))
  call.reply(200, { object: 'list', data })
}
