import type { Call } from '../engine/call.ts'
import { asText } from '../engine/read.ts'
import type { Route, Simulation } from '../engine/simulation.ts'
import type { LlamaCpp } from './chat.ts'
import { chat } from './chat.ts'
import { embedInputs } from './embed.ts'
import type { Instance } from './instances.ts'
import { routerList, routerProps, singleProps } from './listing.ts'
import { invalid, notFound } from './refuse.ts'
import { replyCount, replySlots, replyTokens } from './single.ts'

/** llama.cpp in router mode: many models, each in its own process, loaded by order or by the first request. */
export function routerRoutes(llama: LlamaCpp): Pick<Simulation, 'routes' | 'gate'> {
  const { state, instances } = llama
  const list = (call: Call): void => call.reply(200, routerList(state, instances))
  const ok = (call: Call): void => call.reply(200, { status: 'ok' })
  return {
    gate: () => undefined,
    routes: [
      { method: 'GET', path: '/health', handle: ok },
      { method: 'GET', path: '/v1/health', handle: ok },
      { method: 'GET', path: '/models', handle: list },
      { method: 'GET', path: '/v1/models', handle: list },
      { method: 'GET', path: '/props', handle: (call) => replyProps(llama, call) },
      {
        method: 'GET',
        path: '/slots',
        handle: async (call) => replySlots(await running(llama, call, queryModel(call)), call),
      },
      { method: 'POST', path: '/models/load', handle: (call) => load(llama, call) },
      { method: 'POST', path: '/models/unload', handle: (call) => unload(llama, call) },
      { method: 'POST', path: '/tokenize', handle: replyTokens },
      {
        method: 'POST',
        path: '/v1/chat/completions/input_tokens',
        handle: async (call) => replyCount(await running(llama, call, bodyModel(call)), call),
      },
      infer(llama, '/v1/chat/completions', chat),
      infer(llama, '/v1/embeddings', embedInputs),
    ],
  }
}

type Inference = (llama: LlamaCpp, instance: Instance, call: Call) => Promise<void>

/** What a model's own process has answered ends the connection, though nothing said that it would. */
function infer(llama: LlamaCpp, path: string, run: Inference): Route {
  return {
    method: 'POST',
    path,
    inference: true,
    handle: async (call) => {
      await run(llama, await running(llama, call, bodyModel(call)), call)
      call.request.socket.end()
    },
  }
}

/** The process of a model, started unless the query forbids it, once it has loaded. */
async function running(llama: LlamaCpp, call: Call, name: string): Promise<Instance> {
  const model = llama.state.models.get(name)
  if (model === undefined) throw invalid(`model '${name}' not found`)
  const found = llama.instances.find(name)
  const autoload = call.url.searchParams.get('autoload') !== 'false'
  if (found?.loaded !== true && !autoload) throw invalid('model is not loaded')
  const instance = found ?? llama.instances.start(model)
  call.phase = 'loading'
  await instance.ready
  return instance
}

async function replyProps(llama: LlamaCpp, call: Call): Promise<void> {
  const { maxLoaded, slots } = llama.state.description
  if (queryModel(call) === '') return call.reply(200, routerProps(maxLoaded))
  const { model } = await running(llama, call, queryModel(call))
  call.reply(200, singleProps(model, slots))
}

function load(llama: LlamaCpp, call: Call): void {
  const model = llama.state.models.get(bodyModel(call))
  if (model === undefined) throw notFound()
  if (llama.instances.find(model.name) !== undefined) throw invalid('model is already running')
  llama.instances.start(model)
  call.reply(200, { success: true })
}

function unload(llama: LlamaCpp, call: Call): void {
  if (!llama.state.models.has(bodyModel(call))) throw invalid('model is not found')
  const instance = llama.instances.find(bodyModel(call))
  if (instance === undefined) throw invalid('model is not running')
  llama.instances.stop(instance)
  call.reply(200, { success: true })
}

function queryModel(call: Call): string {
  return call.url.searchParams.get('model') ?? ''
}

function bodyModel(call: Call): string {
  const { model }: { readonly model?: unknown } = call.body
  return asText(model) ?? ''
}
