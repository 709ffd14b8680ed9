import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Fault } from './fault.ts'
import type { Phase } from './ledger.ts'
import { Played } from './refusal.ts'

/** How a protocol says that something failed, with the status that says the same and the answer it goes into. */
export type Failure = (message: string, status: number, response: ServerResponse) => object

/** One request to a simulated server, from its body's last byte to its answer's. */
export class Call {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly url: URL
  /** The body as it came. */
  readonly text: string
  /** Aborted when the connection ends before the answer is whole. */
  readonly signal: AbortSignal
  /** The parsed body of a POST; `{}` until then. */
  body: object = {}
  /** The ordered failure that this request must play. */
  fault: Fault | undefined
  phase: Phase = 'arrived'
  /** Tokens written so far. */
  tokens = 0
  /** When the client left, on the clock of `performance.now()`. */
  leftAt: number | undefined
  readonly #failure: Failure
  #broken = false

  constructor(request: IncomingMessage, response: ServerResponse, text: string, failure: Failure) {
    this.request = request
    this.response = response
    this.url = new URL(request.url ?? '/', 'http://simulated')
    this.text = text
    this.#failure = failure
    const leaving = new AbortController()
    this.signal = leaving.signal
    response.on('close', () => {
      if (response.writableFinished) return
      if (!this.#broken) this.leftAt = performance.now()
      leaving.abort()
    })
  }

  /** Answers in one piece. */
  reply(
    status: number,
    body: object | string,
    headers: Readonly<Record<string, string>> = {},
  ): void {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    this.response.writeHead(status, {
      ...(typeof body === 'string' ? {} : JSON_TYPE),
      'content-length': Buffer.byteLength(text),
      ...headers,
    })
    this.response.end(text)
  }

  /** Answers a model call in one piece, or fails with it as ordered. */
  async answer(body: object): Promise<void> {
    const mode = this.fault?.mode
    if (mode === 'error_mid_stream') return this.reply(500, this.failure(this.orderedMessage()))
    if (mode !== 'hang_mid_stream' && mode !== 'cut_mid_stream') return this.reply(200, body)
    const text = JSON.stringify(body)
    this.response.writeHead(200, { ...JSON_TYPE, 'content-length': Buffer.byteLength(text) })
    this.response.write(text.slice(0, text.length / 2))
    await (mode === 'cut_mid_stream' ? this.cut() : this.hang())
  }

  /** The error body of a failure, as the protocol has it. */
  failure(message: string, status = 500): object {
    return this.#failure(message, status, this.response)
  }

  /** The words of an ordered failure. */
  orderedMessage(): string {
    return this.fault?.message ?? 'simulated failure'
  }

  /** Sends nothing more until the client leaves. */
  async hang(): Promise<never> {
    if (!this.signal.aborted) await once(this.signal, 'abort')
    throw new Played()
  }

  /** Breaks the connection, which is no client's leaving. */
  breakOff(): void {
    this.#broken = true
    this.response.destroy()
  }

  /** Breaks the connection once what was written has left. */
  async cut(): Promise<never> {
    await new Promise((resolve) => setImmediate(resolve))
    this.breakOff()
    throw new Played()
  }
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }
