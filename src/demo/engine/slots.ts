import { defer } from './deferred.ts'

export interface Slot {
  readonly index: number
  readonly release: () => void
}

/** The places where one model works on requests; who finds none waits in line. */
export class Slots {
  readonly #busy: boolean[]
  readonly #line: ((index: number) => void)[] = []

  constructor(count: number) {
    this.#busy = Array.from({ length: count }, () => false)
  }

  get busy(): readonly boolean[] {
    return this.#busy
  }

  get waiting(): number {
    return this.#line.length
  }

  /** Rejects with the signal's reason when the one who waits leaves. */
  async take(signal: AbortSignal): Promise<Slot> {
    signal.throwIfAborted()
    const free = this.#busy.indexOf(false)
    const index = free >= 0 ? free : await this.#turn(signal)
    this.#busy[index] = true
    return { index, release: () => this.#free(index) }
  }

  /** A slot that somebody waits for is handed over, never free in between. */
  #free(index: number): void {
    const next = this.#line.shift()
    if (next === undefined) this.#busy[index] = false
    else next(index)
  }

  #turn(signal: AbortSignal): Promise<number> {
    const { promise, resolve, reject } = defer<number>()
    const leave = (): void => {
      this.#line.splice(this.#line.indexOf(called), 1)
      reject(signal.reason)
    }
    const called = (index: number): void => {
      signal.removeEventListener('abort', leave)
      resolve(index)
    }
    this.#line.push(called)
    signal.addEventListener('abort', leave, { once: true })
    return promise
  }
}
