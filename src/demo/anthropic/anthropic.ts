import type { Call } from '../engine/call.ts'
import type { SimulatedModel } from '../engine/description.ts'
import { Slots } from '../engine/slots.ts'
import type { ServerState } from '../engine/state.ts'
import type { PromptCache } from './prompt-cache.ts'
import { refuse } from './refuse.ts'

/** What the endpoints of a simulated Anthropic share. */
export interface Anthropic {
  readonly state: ServerState
  /** By model. */
  readonly slots: Map<string, Slots>
  readonly cache: PromptCache
}

/** The models that it offers: it has none for embeddings. */
export function offered({ state }: Anthropic): readonly SimulatedModel[] {
  return [...state.models.values()].filter((model) => model.role === 'chat')
}

/** Finds a model by its id; throws 404. */
export function findModel(anthropic: Anthropic, id: string): SimulatedModel {
  const model = offered(anthropic).find(({ name }) => name === id)
  if (model === undefined) throw refuse(404, `model: ${id}`)
  return model
}

/** Waits for a place to work in; throws 429 when too many wait. */
export async function enter(
  anthropic: Anthropic,
  model: SimulatedModel,
  call: Call,
): Promise<() => void> {
  const { slots: count, maxQueue } = anthropic.state.description
  const slots = anthropic.slots.get(model.name) ?? new Slots(count)
  anthropic.slots.set(model.name, slots)
  if (!slots.busy.includes(false) && slots.waiting >= maxQueue) {
    const message = "This request would exceed your organization's rate limit of requests."
    throw refuse(429, message, { 'retry-after': '1' })
  }
  call.phase = 'queued'
  const slot = await slots.take(call.signal)
  return slot.release
}
