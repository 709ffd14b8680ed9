import { promptTokens } from '../../analysis/tokens.ts'
import type { Backend } from '../../contracts/backend.ts'
import type { ChatAnswer, ChatChoice, ChatEvent, Timings, Usage } from '../../contracts/chat.ts'
import type { EmbeddingRequest } from '../../contracts/embedding.ts'
import { GatewayError } from '../../contracts/errors.ts'
import type { Placement } from '../../contracts/model.ts'
import { Collector } from '../../serving/collect.ts'
import { Exchange, type ExchangeHost } from '../../serving/exchange.ts'
import type { Serving } from '../../serving/serving.ts'
import { withDeadline } from '../../std/with-deadline.ts'
import { type Asking, ownRequest } from './own-request.ts'
import type { UserTraffic } from './user-traffic.ts'

/** What a model answered to the router itself. */
export interface Reply {
  /** An empty one where the model said nothing. */
  readonly choice: ChatChoice
  readonly usage: Usage | undefined
  readonly timings: Timings | undefined
  /** Milliseconds to the first content; undefined = it came in one piece. */
  readonly firstContentMs: number | undefined
  readonly totalMs: number
}

export interface Question {
  readonly placement: Placement
  /** Where it is asked; undefined = where the placement lies. */
  readonly backend?: Backend | undefined
  readonly asking: Asking
  /** When it is given up. */
  readonly limitMs: number
}

export interface Texts {
  readonly placement: Placement
  readonly inputs: readonly string[]
  /** As in a question. */
  readonly limitMs: number
}

/** Vectors of texts, and what they took. */
export interface Vectors {
  readonly vectors: readonly (readonly number[])[]
  readonly tokens: number
  readonly totalMs: number
}

const NOTHING: ChatChoice = { text: '', reasoning: '', toolCalls: [], finish: 'stop' }

/** Asks models for the router itself: as users' requests are sent, timed and counted, but told apart from them. */
export class Asker {
  readonly #serving: Serving
  readonly #traffic: UserTraffic

  constructor(serving: Serving, traffic: UserTraffic) {
    this.#serving = serving
    this.#traffic = traffic
  }

  /** Rejects with a GatewayError, or with the signal's reason when that aborts. */
  async ask(question: Question, signal: AbortSignal): Promise<Reply> {
    signal.throwIfAborted()
    const { admission } = this.#serving
    const backend = question.backend ?? this.#backendOf(question.placement)
    const { name, concurrency } = backend.settings
    await admission.turn(name, concurrency, signal)
    try {
      return await this.#exchanged(patient(backend, question.limitMs), question, signal)
    } finally {
      admission.exit(name)
      this.#traffic.ended(name)
    }
  }

  /** The vectors of these texts; rejects as `ask` does. */
  async embed({ placement, inputs, limitMs }: Texts, signal: AbortSignal): Promise<Vectors> {
    const { live, now, snapshot } = this.#serving
    const backend = this.#backendOf(placement)
    const { name } = backend.settings
    const { keepAlive } = snapshot().rules
    const call = { request: embeddingOf(inputs), placement, keepAlive }
    const attempt = this.#traffic.asOwn(name, () => live.begin(placement))
    const began = now()
    try {
      const work = (limited: AbortSignal) => backend.embed(call, limited)
      const { vectors, inputTokens } = await withDeadline(limitMs, work, signal)
      live.end(attempt)
      return { vectors, totalMs: now() - began, tokens: inputTokens }
    } catch (thrown) {
      const error = signal.aborted ? givenUp() : failureOf(thrown, name)
      live.end(attempt, error)
      throw signal.aborted ? signal.reason : error
    } finally {
      this.#traffic.ended(name)
    }
  }

  #backendOf({ backend: name }: Placement): Backend {
    const backend = this.#serving.snapshot().backends.get(name)
    if (backend !== undefined) return backend
    throw new GatewayError('upstream_unreachable', `The backend "${name}" was removed.`)
  }

  #exchanged(backend: Backend, question: Question, signal: AbortSignal): Promise<Reply> {
    const { placement, asking, limitMs } = question
    const request = ownRequest(asking)
    const { keepAlive } = this.#serving.snapshot().rules
    const contextSetting = this.#serving.contextFor(placement, undefined)
    const tokensIn = promptTokens(request)
    const call = { request, placement: { ...placement, contextSetting }, keepAlive, tokensIn }
    const endBy = this.#serving.now() + limitMs
    return new Promise((resolve, reject) => {
      const hearing = new Hearing(this.#serving.now, { resolve, reject })
      const exchange = new Exchange(this.#serving, { call, backend, tokensIn, endBy }, hearing)
      this.#traffic.asOwn(placement.backend, () => exchange.start())
      const leave = (): void => {
        exchange.leave()
        reject(signal.reason)
      }
      hearing.onOver = () => signal.removeEventListener('abort', leave)
      signal.addEventListener('abort', leave, { once: true })
    })
  }
}

function embeddingOf(inputs: readonly string[]): EmbeddingRequest {
  const source = { text: '{}', members: [] }
  return { source, model: undefined, inputs, encoding: 'float', dimensions: undefined, fields: {} }
}

function givenUp(): GatewayError {
  return new GatewayError('client_left', 'The question was given up.')
}

/** Whatever is thrown that is no failure of a backend's, the limit aside, is our own fault. */
function failureOf(thrown: unknown, backend: string): GatewayError {
  const isLate = thrown instanceof DOMException && thrown.name === 'TimeoutError'
  if (!isLate) return GatewayError.from(thrown)
  return new GatewayError(
    'upstream_ttft_timeout',
    `The backend "${backend}" sent no vectors in time.`,
    { backend },
  )
}

/** Only the question's own limit counts: the model may have to be loaded, and nobody waits. */
function patient(backend: Backend, limitMs: number): Backend {
  const seconds = limitMs / 1000
  const timeouts = { ttft: seconds, load: seconds, idle: seconds, total: seconds }
  const { settings } = backend
  return {
    ...backend,
    settings: { ...settings, timeouts: { ...settings.timeouts, ...timeouts } },
  }
}

interface Outlet {
  readonly resolve: (reply: Reply) => void
  readonly reject: (error: GatewayError) => void
}

/** Gathers one answer. */
class Hearing implements ExchangeHost {
  onOver: () => void = () => undefined
  readonly #collector = new Collector()
  readonly #outlet: Outlet
  readonly #now: () => number
  readonly #began: number
  #whole: ChatAnswer | undefined
  #firstContentMs: number | undefined

  constructor(now: () => number, outlet: Outlet) {
    this.#now = now
    this.#outlet = outlet
    this.#began = now()
  }

  onEvents(events: readonly ChatEvent[]): void {
    this.#firstContentMs ??= this.#now() - this.#began
    this.#collector.push(events)
  }

  onAnswer(answer: ChatAnswer): void {
    this.#whole = answer
  }

  onDone(): void {
    this.onOver()
    const { choices, usage, timings } = this.#whole ?? this.#collector.answer
    const [choice = NOTHING] = choices
    const firstContentMs = this.#firstContentMs
    this.#outlet.resolve({
      choice,
      usage,
      timings,
      firstContentMs,
      totalMs: this.#now() - this.#began,
    })
  }

  onFailed(error: GatewayError): void {
    this.onOver()
    this.#outlet.reject(error)
  }
}
