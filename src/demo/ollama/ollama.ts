import type { SimulatedModel } from '../engine/description.ts'
import { asList, asNumber, asObject, asText } from '../engine/read.ts'
import type { ServerState } from '../engine/state.ts'
import { readKeepAlive } from './keep-alive.ts'
import { refuse } from './refuse.ts'
import type { Scheduler, Wish } from './scheduler.ts'
import type { ModelBody, OptionsBody } from './wire.ts'

/** What the endpoints of a simulated Ollama share. */
export interface Ollama {
  readonly state: ServerState
  readonly scheduler: Scheduler
}

/** A request's model, as the client spelled it and as the server knows it. */
export interface Asked {
  readonly name: string
  readonly model: SimulatedModel
}

/** Finds the model a body names, whatever its case and with or without `:latest`; throws 400 or 404. */
export function askedModel(ollama: Ollama, body: ModelBody): Asked {
  const name = asText(body.model) ?? asText(body.name) ?? ''
  if (name === '') throw refuse(400, 'model is required')
  const model = [...ollama.state.models.values()].find((one) => fold(one.name) === fold(name))
  if (model === undefined) throw refuse(404, `model '${name}' not found`)
  return { name, model }
}

/** What a body asks of the runner: context (request, else Modelfile, else the server's), options, keep-alive. */
export function wishOf(model: SimulatedModel, body: ModelBody): Wish {
  const options = asObject<OptionsBody>(body.options)
  const wanted = asNumber(options.num_ctx) ?? asNumber(model.modelfile.num_ctx)
  const context = Math.min(wanted ?? model.servedContext, model.trainedContext)
  const { num_batch, num_gpu, num_thread } = options
  return {
    context,
    options: JSON.stringify({ context, num_batch, num_gpu, num_thread }),
    keepAlive: readKeepAlive(body.keep_alive),
  }
}

/** How long an answer may become and what ends it, from `options`. */
export function limitsOf(body: ModelBody): {
  readonly maxTokens: number
  readonly stop: readonly string[]
} {
  const options = asObject<OptionsBody>(body.options)
  const limit = asNumber(options.num_predict) ?? -1
  const stop = typeof options.stop === 'string' ? [options.stop] : asList(options.stop)
  return {
    maxTokens: limit < 0 ? Number.POSITIVE_INFINITY : limit,
    stop: stop.filter((word) => typeof word === 'string'),
  }
}

function fold(name: string): string {
  return name.toLowerCase().replace(/:latest$/, '')
}
