import { GatewayError } from '../../contracts/errors.ts'
import { httpCall } from './http-call.ts'
import { jsonIn } from './json-call.ts'
import { type Link, LOOK_TIMEOUT_MS } from './link.ts'

/** Something at a path that only certain servers have: the others are asked once. */
export class OptionalPath<T> {
  readonly #link: Link
  readonly #path: string
  readonly #read: (answer: unknown) => T | undefined
  #state: 'unknown' | 'present' | 'absent' = 'unknown'

  /** `read`: undefined when the answer is not what is looked for. */
  constructor(link: Link, path: string, read: (answer: unknown) => T | undefined) {
    this.#link = link
    this.#path = path
    this.#read = read
  }

  /** Whether it was there the last time. */
  get present(): boolean {
    return this.#state === 'present'
  }

  /** Undefined where it is not, and when it fails; throws only the signal's reason. */
  async ask(signal: AbortSignal): Promise<T | undefined> {
    if (this.#state === 'absent') return undefined
    const { agent, settings } = this.#link
    const call = { method: 'GET', path: this.#path, timeoutMs: LOOK_TIMEOUT_MS, signal } as const
    try {
      const { status, body } = await httpCall(agent, settings, call)
      const value = status === 200 ? this.#read(jsonIn(body)) : undefined
      if (status < 500) this.#state = value === undefined ? 'absent' : 'present'
      return value
    } catch (thrown) {
      signal.throwIfAborted()
      if (!(thrown instanceof GatewayError)) throw thrown
      return undefined
    }
  }

  /** The server is not what it was: it is asked again. */
  forget(): void {
    this.#state = 'unknown'
  }
}
