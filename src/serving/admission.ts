import { GatewayError } from '../contracts/errors.ts'
import { AdmissionQueue, type Ticket } from '../std/admission-queue.ts'

/** Requests that may wait for one backend. */
const LONGEST_LINE = 100

/** A request that waited so long for its turn is sent elsewhere, or refused. */
export const MAX_WAIT_MS = 30_000

/** Keeps each backend to the number of requests it is set to take at once; the others wait their turn. */
export class Admission {
  readonly #queues = new Map<string, AdmissionQueue>()

  /** Whether there is room at once; without a limit always. Then `exit` must follow. A limit may change meanwhile. */
  enter(backend: string, limit: number = Number.POSITIVE_INFINITY): boolean {
    const queue = this.#queue(backend, limit)
    queue.limit = limit
    return queue.enter()
  }

  /** Calls `entered` in turn; undefined when too many wait already. */
  wait(backend: string, entered: () => void): Ticket | undefined {
    return this.#queues.get(backend)?.wait(entered)
  }

  /** Resolves when it is one's turn; then `exit` must follow. Rejects with `overloaded`, or when the signal aborts. */
  async turn(backend: string, limit: number | undefined, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.enter(backend, limit)) return
    await new Promise<void>((resolve, reject) => {
      const ticket = this.wait(backend, resolve)
      if (ticket === undefined) reject(crowded(backend))
      signal.addEventListener('abort', () => {
        ticket?.leave()
        reject(signal.reason)
      })
    })
  }

  exit(backend: string): void {
    this.#queues.get(backend)?.exit()
  }

  #queue(backend: string, limit: number): AdmissionQueue {
    const known = this.#queues.get(backend)
    if (known !== undefined) return known
    const queue = new AdmissionQueue(limit, LONGEST_LINE)
    this.#queues.set(backend, queue)
    return queue
  }
}

/** The error of a request that found no place, or waited in vain. */
export function crowded(backend: string): GatewayError {
  const message = `Too many requests wait for the backend "${backend}".`
  return new GatewayError('overloaded', message, { backend, retryAfterMs: 5_000 })
}
