import { promptTokens } from '../engine/answer.ts'
import type { Call } from '../engine/call.ts'
import { readOpenAiPrompt } from '../engine/openai-prompt.ts'
import { asText } from '../engine/read.ts'
import type { Route, Simulation } from '../engine/simulation.ts'
import { tokenise } from '../engine/tokens.ts'
import type { LlamaCpp } from './chat.ts'
import { chat } from './chat.ts'
import { embedInputs } from './embed.ts'
import type { Instance } from './instances.ts'
import { singleList, singleProps, slotList } from './listing.ts'
import { loading, refuse } from './refuse.ts'

/** llama.cpp with one model: it loads when the server starts, and until then every endpoint says so. */
export function singleServer(llama: LlamaCpp): Pick<Simulation, 'routes' | 'gate'> {
  const held = (): Instance => {
    const [model] = llama.state.models.values()
    if (model === undefined) throw loading()
    return llama.instances.find(model.name) ?? llama.instances.start(model)
  }
  if (llama.state.models.size > 0) held()
  return {
    routes: routes(llama, held),
    gate: () => {
      if (!held().loaded) throw loading()
    },
  }
}

/** `GET /slots` of a process; with `fail_on_no_slot` 503 when all of them work. */
export function replySlots(instance: Instance, call: Call): void {
  if (call.url.searchParams.has('fail_on_no_slot') && !instance.slots.busy.includes(false)) {
    throw refuse(503, 'unavailable_error', 'no slot available')
  }
  call.reply(200, slotList(instance))
}

/** `POST /tokenize`: a made-up number for each token. */
export function replyTokens(call: Call): void {
  const { content }: { readonly content?: unknown } = call.body
  const tokens = tokenise(asText(content) ?? '').map(
    (token) => token.length * 1000 + token.charCodeAt(0),
  )
  call.reply(200, { tokens })
}

/** `POST /v1/chat/completions/input_tokens`: what the prompt would count for. */
export function replyCount({ model }: Instance, call: Call): void {
  const tokens = promptTokens(model, readOpenAiPrompt(call.body))
  call.reply(200, { object: 'response.input_tokens', input_tokens: tokens })
}

function routes(llama: LlamaCpp, held: () => Instance): readonly Route[] {
  const get = (path: string, handle: (call: Call) => void): Route => ({
    method: 'GET',
    path,
    handle,
  })
  const ok = (call: Call): void => call.reply(200, { status: 'ok' })
  const list = (call: Call): void => call.reply(200, singleList(held().model))
  return [
    get('/health', ok),
    get('/v1/health', ok),
    get('/models', list),
    get('/v1/models', list),
    get('/props', (call) =>
      call.reply(200, singleProps(held().model, llama.state.description.slots)),
    ),
    get('/slots', (call) => replySlots(held(), call)),
    { method: 'POST', path: '/tokenize', handle: replyTokens },
    {
      method: 'POST',
      path: '/v1/chat/completions/input_tokens',
      handle: (call) => replyCount(held(), call),
    },
    {
      method: 'POST',
      path: '/v1/chat/completions',
      inference: true,
      handle: (call) => chat(llama, held(), call),
    },
    {
      method: 'POST',
      path: '/v1/embeddings',
      inference: true,
      handle: (call) => embedInputs(llama, held(), call),
    },
  ]
}
