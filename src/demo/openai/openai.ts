import type { Call } from '../engine/call.ts'
import type { SimulatedModel } from '../engine/description.ts'
import { asText } from '../engine/read.ts'
import { Slots } from '../engine/slots.ts'
import type { ServerState } from '../engine/state.ts'
import { busy, refuse } from './refuse.ts'

/** What the endpoints of a simulated OpenAI-compatible server share. */
export interface OpenAi {
  readonly state: ServerState
  /** By model. */
  readonly slots: Map<string, Slots>
}

/** A request's model and the id that the client knows it by. */
export interface Asked {
  readonly id: string
  readonly model: SimulatedModel
}

/** Finds the model that a body names; throws 400 or 404. */
export function askedModel(openai: OpenAi, body: { readonly model?: unknown }): Asked {
  const id = asText(body.model)
  if (id === undefined) throw refuse(400, 'you must provide a model parameter')
  const { prefix } = openai.state.description
  const model = openai.state.models.get(id.slice(prefix.length))
  if (model !== undefined && id.startsWith(prefix)) return { id, model }
  const message = `The model \`${id}\` does not exist or you do not have access to it.`
  throw refuse(404, message, 'model_not_found')
}

/** Waits for a place to work in; throws 429 when too many wait. */
export async function enter(
  openai: OpenAi,
  model: SimulatedModel,
  call: Call,
): Promise<() => void> {
  const { slots: count, maxQueue } = openai.state.description
  const slots = openai.slots.get(model.name) ?? new Slots(count)
  openai.slots.set(model.name, slots)
  if (!slots.busy.includes(false) && slots.waiting >= maxQueue) throw busy()
  call.phase = 'queued'
  const slot = await slots.take(call.signal)
  return slot.release
}

/** Throws 400 for a field that this server was told to refuse. */
export function refuseFields(openai: OpenAi, body: object): void {
  const field = openai.state.description.refuses.find((name) => name in body)
  if (field === undefined) return
  const message = `Unsupported parameter: '${field}' is not supported with this model.`
  throw refuse(400, message, 'unsupported_parameter', field)
}
