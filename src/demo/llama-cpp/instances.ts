import type { Call } from '../engine/call.ts'
import type { SimulatedModel } from '../engine/description.ts'
import { loadWeights } from '../engine/pace.ts'
import { Slots } from '../engine/slots.ts'
import type { ServerState } from '../engine/state.ts'
import { refuse } from './refuse.ts'

/** A model that a llama.cpp process holds or is reading from the disk. */
export interface Instance {
  readonly model: SimulatedModel
  readonly slots: Slots
  /** Resolves once loaded, rejects when it fails or is stopped. */
  readonly ready: Promise<void>
  readonly stopping: AbortController
  readonly calls: Set<Call>
  loaded: boolean
  lastUsed: number
}

/** The processes of a llama.cpp server: one in single mode, one for each loaded model in router mode. */
export class Instances {
  readonly #state: ServerState
  readonly #running = new Map<string, Instance>()
  readonly #failed = new Set<string>()

  constructor(state: ServerState) {
    this.#state = state
  }

  get running(): readonly Instance[] {
    return [...this.#running.values()]
  }

  find(name: string): Instance | undefined {
    return this.#running.get(name)
  }

  /** Whether its last load failed. */
  failed(name: string): boolean {
    return this.#failed.has(name)
  }

  /** Begins to load a model; over the limit the one least recently used goes first, busy or not. */
  start(model: SimulatedModel): Instance {
    const { maxLoaded, slots } = this.#state.description
    while (maxLoaded > 0 && this.#running.size >= maxLoaded) this.#stopOldest()
    const stopping = new AbortController()
    const instance: Instance = {
      model,
      slots: new Slots(slots),
      ready: this.#load(model, stopping.signal),
      stopping,
      calls: new Set(),
      loaded: false,
      lastUsed: performance.now(),
    }
    this.#running.set(model.name, instance)
    instance.ready.then(
      () => {
        instance.loaded = true
      },
      () => {
        if (this.#running.get(model.name) === instance) this.#running.delete(model.name)
      },
    )
    return instance
  }

  /** Ends a model's process: what it was answering breaks off. */
  stop(instance: Instance): void {
    this.#running.delete(instance.model.name)
    if (instance.loaded) this.#state.ledger.unloads += 1
    instance.stopping.abort()
    for (const call of instance.calls) call.breakOff()
  }

  /** Waits until the model is loaded and a slot of it is free; `release` gives the slot back. */
  async enter(instance: Instance, call: Call): Promise<() => void> {
    instance.calls.add(call)
    instance.lastUsed = performance.now()
    try {
      call.phase = 'loading'
      await instance.ready
      call.phase = 'queued'
      const slot = await instance.slots.take(call.signal)
      return () => {
        slot.release()
        instance.calls.delete(call)
      }
    } catch (error) {
      instance.calls.delete(call)
      throw error
    }
  }

  async #load(model: SimulatedModel, signal: AbortSignal): Promise<void> {
    this.#failed.delete(model.name)
    const failed = refuse(500, 'server_error', `model name=${model.name} failed to load`)
    await loadWeights(this.#state, model, signal).catch(() => Promise.reject(failed))
    if (!model.broken) return
    this.#failed.add(model.name)
    throw failed
  }

  #stopOldest(): void {
    const [oldest] = this.running.toSorted((a, b) => a.lastUsed - b.lastUsed)
    if (oldest !== undefined) this.stop(oldest)
  }
}
