import { GatewayError } from '../../contracts/errors.ts'
import type { Fact, ServerLoad } from '../../contracts/model.ts'
import { type HttpAnswer, httpCall } from './http-call.ts'
import type { Link } from './link.ts'
import { readLoadMetrics } from './load-metrics.ts'
import { reported } from './reported.ts'

type Loads = NonNullable<ReturnType<typeof readLoadMetrics>>

const PATH = '/metrics'
const MAX_BYTES = 4 << 20
const TIMEOUT_MS = 3_000
/** Older figures say nothing any more. */
const FRESH_MS = 60_000
const GONE: readonly number[] = [401, 403, 404, 405, 501]

interface Told {
  readonly loads: Loads
  readonly readAt: number
  /** As `readAt`, but for a server that has been idle since: then nothing is new. */
  readonly at: number
}

/** How busy one server says it is, where it says so: read again and again, asked in vain only once. */
export class ServerLoads {
  readonly #link: Link
  readonly #now: () => number
  #told: Told | undefined
  #absent = false
  #problem: string | undefined

  /** `now`: milliseconds since 1970. */
  constructor(link: Link, now: () => number = Date.now) {
    this.#link = link
    this.#now = now
  }

  /** Whether it has told its load at all. */
  get told(): boolean {
    return this.#told !== undefined
  }

  /** Why its load is not known any more, for people. */
  get problem(): string | undefined {
    return this.#problem
  }

  /** Never throws but the signal's reason: what cannot be read leaves the figures as they were. */
  async read(signal: AbortSignal): Promise<void> {
    if (this.#absent) return
    const { agent, settings } = this.#link
    const call = {
      method: 'GET',
      path: PATH,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      signal,
    } as const
    try {
      this.#take(await httpCall(agent, settings, call))
    } catch (thrown) {
      signal.throwIfAborted()
      this.#fail(GatewayError.from(thrown))
    }
  }

  /** Of one model, by the id that the server lists it by; a page about one model is about all its names. */
  of(id: string): Fact<ServerLoad> | undefined {
    if (this.#told === undefined) return undefined
    const { loads, readAt, at } = this.#told
    const [only] = loads.size === 1 ? loads.values() : []
    const load = loads.get(id) ?? only
    if (load === undefined || this.#now() - readAt > FRESH_MS) return undefined
    return reported({ ...load, at })
  }

  /** A text that changes when a load does so much that it matters, or while there is one, from time to time. */
  get outline(): string {
    if (this.#told === undefined) return ''
    const { loads, at } = this.#told
    const round = Math.floor(at / (FRESH_MS / 2))
    return Array.from(loads, ([model, { running, waiting, cacheUse = 0 }]) => {
      const steps = [running, waiting].map((count) => Math.ceil(Math.log2(count + 1)))
      const crowded = cacheUse > 0.9
      return [model, ...steps, crowded, running + waiting > 0 && round].join(' ')
    }).join('\n')
  }

  /** The server is not what it was: it is asked again. */
  forget(): void {
    this.#absent = false
    this.#told = undefined
    this.#problem = undefined
  }

  #take({ status, body }: HttpAnswer): void {
    const loads = status === 200 ? readLoadMetrics(body.toString('utf8')) : undefined
    if (loads !== undefined) {
      this.#told = this.#toldNow(loads)
      this.#problem = undefined
    } else if (this.#told === undefined || GONE.includes(status)) {
      this.#absent = true
      this.#told = undefined
      this.#problem = undefined
    } else {
      this.#problem = `its ${PATH} do not tell its load any more (HTTP ${status})`
    }
  }

  #toldNow(loads: Loads): Told {
    const readAt = this.#now()
    const before = this.#told
    const rests = before !== undefined && isIdle(before.loads) && isIdle(loads)
    return { loads, readAt, at: rests ? before.at : readAt }
  }

  /** A page that is too large will be so again. */
  #fail({ code, message }: GatewayError): void {
    const isTooLarge = code === 'upstream_too_large'
    if (isTooLarge)
      this.#problem = `its ${PATH} are larger than ${MAX_BYTES >> 20} MiB and are not read`
    else if (this.told) this.#problem = `its ${PATH} cannot be read: ${message}`
    this.#absent = isTooLarge || !this.told
  }
}

function isIdle(loads: Loads): boolean {
  return [...loads.values()].every(({ running, waiting }) => running + waiting === 0)
}
