import type { Call } from '../engine/call.ts'
import type { Deferred } from '../engine/deferred.ts'
import { defer } from '../engine/deferred.ts'
import type { SimulatedModel } from '../engine/description.ts'
import { loadWeights } from '../engine/pace.ts'
import { Slots } from '../engine/slots.ts'
import type { ServerState } from '../engine/state.ts'
import { refuse } from './refuse.ts'

/** What a request asks of the runner it will use. */
export interface Wish {
  readonly context: number
  /** Options that need a reload when they differ, as text. */
  readonly options: string
  /** Milliseconds; undefined = as before, or the server's own. */
  readonly keepAlive: number | undefined
}

/** A model in memory, or on its way there. */
export interface Runner {
  readonly model: SimulatedModel
  readonly wish: Wish
  readonly slots: Slots
  readonly gone: Deferred<void>
  ready: boolean
  /** Requests that hold it, those in line for a slot included. */
  users: number
  keepAlive: number
  expiresAt: number
  /** Leaves as soon as nobody uses it. */
  leaving: boolean
  timer: NodeJS.Timeout | undefined
}

/** A runner's slot, held until `release`. */
export interface Lease {
  readonly runner: Runner
  readonly release: () => void
}

interface Pending {
  readonly model: SimulatedModel
  readonly wish: Wish
  readonly call: Call
  readonly granted: Deferred<Runner>
}

/**
 * Ollama's scheduler: loaded models serve at once; all else stands in one line that is worked off strictly in order,
 * one load at a time, so that a load waiting for a busy victim holds up everyone behind it.
 */
export class Scheduler {
  readonly #state: ServerState
  readonly #runners = new Map<string, Runner>()
  readonly #line: Pending[] = []
  #working = false

  constructor(state: ServerState) {
    this.#state = state
  }

  get runners(): readonly Runner[] {
    return [...this.#runners.values()]
  }

  /** Waits for the model to be loaded as wished and for a slot of it; throws 503 when the line is full. */
  async acquire(model: SimulatedModel, wish: Wish, call: Call): Promise<Lease> {
    call.phase = 'queued'
    const runner = this.#use(model, wish) ?? (await this.#queue(model, wish, call))
    try {
      const slot = await runner.slots.take(call.signal)
      return {
        runner,
        release: () => {
          slot.release()
          this.#leave(runner)
        },
      }
    } catch (error) {
      this.#leave(runner)
      throw error
    }
  }

  /** Lets a model go as soon as nobody uses it. */
  unload(name: string): void {
    const runner = this.#runners.get(name)
    if (runner !== undefined) this.#expire(runner)
  }

  #use(model: SimulatedModel, wish: Wish): Runner | undefined {
    const runner = this.#runners.get(model.name)
    if (runner?.ready !== true || runner.wish.options !== wish.options) return undefined
    clearTimeout(runner.timer)
    runner.users += 1
    runner.keepAlive = wish.keepAlive ?? runner.keepAlive
    this.#touch(runner)
    return runner
  }

  #queue(model: SimulatedModel, wish: Wish, call: Call): Promise<Runner> {
    if (this.#line.length >= this.#state.description.maxQueue) throw refuse(503, BUSY)
    const granted = defer<Runner>()
    const pending: Pending = { model, wish, call, granted }
    this.#line.push(pending)
    call.signal.addEventListener('abort', () => this.#giveUp(pending), { once: true })
    if (!this.#working) void this.#work()
    return granted.promise
  }

  #giveUp(pending: Pending): void {
    const place = this.#line.indexOf(pending)
    if (place < 0) return
    this.#line.splice(place, 1)
    pending.granted.reject(pending.call.signal.reason)
  }

  async #work(): Promise<void> {
    this.#working = true
    for (let next = this.#line.shift(); next !== undefined; next = this.#line.shift()) {
      await this.#ready(next).then(next.granted.resolve, next.granted.reject)
    }
    this.#working = false
  }

  async #ready({ model, wish, call }: Pending): Promise<Runner> {
    call.signal.throwIfAborted()
    const usable = this.#use(model, wish)
    if (usable !== undefined) return usable
    const old = this.#runners.get(model.name)
    if (old !== undefined) {
      this.#state.ledger.reloads += 1
      await this.#evict(old, call.signal)
    }
    const { maxLoaded } = this.#state.description
    while (maxLoaded > 0 && this.#runners.size >= maxLoaded) {
      await this.#evict(this.#victim(), call.signal)
    }
    return this.#load(model, wish, call)
  }

  async #load(model: SimulatedModel, wish: Wish, call: Call): Promise<Runner> {
    const runner = this.#start(model, wish)
    call.phase = 'loading'
    try {
      await loadWeights(this.#state, model, call.signal)
      if (model.broken) throw refuse(500, CRASHED)
    } catch (error) {
      this.#drop(runner)
      throw error
    }
    runner.ready = true
    this.#touch(runner)
    return runner
  }

  #start(model: SimulatedModel, wish: Wish): Runner {
    const keepAlive = wish.keepAlive ?? this.#standardKeepAlive()
    const runner: Runner = {
      model,
      wish,
      slots: new Slots(model.role === 'embedding' ? 1 : this.#state.description.slots),
      gone: defer<void>(),
      ready: false,
      users: 1,
      keepAlive,
      expiresAt: Date.now() + keepAlive,
      leaving: false,
      timer: undefined,
    }
    this.#runners.set(model.name, runner)
    return runner
  }

  #standardKeepAlive(): number {
    const seconds = this.#state.description.keepAlive
    return seconds < 0 ? Number.POSITIVE_INFINITY : seconds * 1000
  }

  /** Idle ones first, then the shortest keep-alive, then the name. */
  #victim(): Runner {
    const [first] = this.runners.toSorted(
      (a, b) =>
        Math.sign(a.users) - Math.sign(b.users) ||
        Math.sign(a.keepAlive - b.keepAlive) ||
        a.model.name.localeCompare(b.model.name),
    )
    if (first === undefined) throw new Error('nothing is loaded')
    return first
  }

  async #evict(runner: Runner, signal: AbortSignal): Promise<void> {
    this.#expire(runner)
    const left = defer<void>()
    const leave = (): void => left.reject(signal.reason)
    signal.addEventListener('abort', leave, { once: true })
    await Promise.race([runner.gone.promise, left.promise])
    signal.removeEventListener('abort', leave)
  }

  #expire(runner: Runner): void {
    runner.leaving = true
    if (runner.users === 0) this.#drop(runner)
  }

  #leave(runner: Runner): void {
    runner.users -= 1
    this.#touch(runner)
    if (runner.users > 0) return
    if (runner.leaving || runner.keepAlive === 0) this.#drop(runner)
    else if (runner.keepAlive < LONGEST_TIMER) {
      runner.timer = setTimeout(() => this.#drop(runner), runner.keepAlive)
    }
  }

  #touch(runner: Runner): void {
    runner.expiresAt = Date.now() + runner.keepAlive
  }

  #drop(runner: Runner): void {
    clearTimeout(runner.timer)
    if (runner.ready) this.#state.ledger.unloads += 1
    this.#runners.delete(runner.model.name)
    runner.gone.resolve()
  }
}

const BUSY = 'server busy, please try again.  maximum pending requests exceeded'
const CRASHED =
  'model runner has unexpectedly stopped, this may be due to resource limitations or an internal error, check ollama server logs for details'
const LONGEST_TIMER = 2 ** 31
