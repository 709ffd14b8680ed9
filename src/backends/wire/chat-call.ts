import type { Dispatcher } from 'undici'
import type { Call, ChatCall, ChatListener } from '../../contracts/backend.ts'
import type { ChatEvent } from '../../contracts/chat.ts'
import type { CallTarget, StreamDecoder } from '../../contracts/dialect.ts'
import { type FailureCode, GatewayError } from '../../contracts/errors.ts'
import { ByteParts } from '../../std/byte-parts.ts'
import type { ChatWire } from './chat-wire.ts'
import { errorFromEvent, failureFrom, failureFromError, failureFromNonsense } from './failure.ts'
import { withHeaders } from './request-headers.ts'
import type { ForeignHeaders } from './retry-after.ts'

const MAX_ANSWER = 32 << 20
const MAX_STREAM = 64 << 20
/** An error page is read so far. */
const MAX_ERROR = 64 << 10
const MAX_INFORMATIONAL = 10
const STREAM_TYPE = /^(text\/event-stream|application\/x-ndjson)/i
const WHOLE_TYPE = /json|html/i
/** How long a backend may keep its connection open after it said that nothing follows. */
const LINGER_MS = 1_000

/** Sends one chat request and tells the listener what comes back. Throws a GatewayError when it cannot be encoded. */
export function chatCall(
  wire: ChatWire,
  { request }: ChatCall,
  target: CallTarget,
  listener: ChatListener,
): Call {
  const { text, headers: own = [], ...encoded } = wire.dialect.encodeRequest(request, target)
  const body = Buffer.from(text, 'latin1')
  const headers =
    own.length === 0 ? [...wire.headerList] : Object.entries(withHeaders(wire.headers, own)).flat()
  const bytes = wire.headBytes + own.join('\r\n').length + 2 + body.length
  const exchange = new ChatExchange(wire, { request, body, headers, bytes, ...encoded }, listener)
  exchange.dispatch()
  return exchange
}

interface Encoded extends Pick<Call, 'dropped' | 'stream'>, Pick<ChatCall, 'request'> {
  readonly body: Buffer
  readonly headers: string[]
  /** The most that it takes on the wire. */
  readonly bytes: number
}

class ChatExchange implements Dispatcher.DispatchHandler, Call {
  readonly dropped: readonly string[]
  readonly stream: boolean
  readonly #wire: ChatWire
  readonly #encoded: Encoded
  readonly #listener: ChatListener
  readonly #parts = new ByteParts()
  #controller: Dispatcher.DispatchController | undefined
  #decoder: StreamDecoder | undefined
  #status = 0
  #headers: ForeignHeaders = {}
  #informational = 0
  #scheduled = false
  #sent = false
  #ended = false
  #over = false
  #linger: NodeJS.Timeout | undefined

  constructor(wire: ChatWire, encoded: Encoded, listener: ChatListener) {
    this.#wire = wire
    this.#encoded = encoded
    this.#listener = listener
    this.dropped = encoded.dropped
    this.stream = encoded.stream
  }

  dispatch(): void {
    const { agent, origin, path } = this.#wire
    const { body, headers } = this.#encoded
    agent.dispatch({ origin, path, method: 'POST', headers, body }, this)
  }

  pause(): void {
    this.#controller?.pause()
  }

  resume(): void {
    this.#controller?.resume()
  }

  abort(): void {
    if (this.#over) return
    this.#over = true
    this.#controller?.abort(new Error('The call was given up.'))
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#over) {
      controller.abort(new Error('The call was given up before it was sent.'))
      return
    }
    this.#sent = true
    this.#listener.onSent()
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: ForeignHeaders): void {
    if (this.#over) return
    if (status < 200) {
      if (++this.#informational > MAX_INFORMATIONAL)
        this.#garbage('informational responses without end')
      return
    }
    this.#status = status
    this.#headers = headers
    const encoding = headers['content-encoding']
    if (encoding !== undefined && encoding !== 'identity')
      this.#garbage(`a body in the encoding "${this.#wire.clean(String(encoding))}"`)
    else if (status === 200 && this.#isStream(String(headers['content-type'] ?? ''))) {
      this.#decoder = this.#wire.dialect.decodeStream(this.#encoded.request)
    }
  }

  /** Backends send each event as a chunk of its own: what came in one read is told at once. */
  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#over) return
    this.#parts.push(chunk)
    if (this.#isFull() || this.#decoder === undefined || this.#scheduled) return
    this.#scheduled = true
    queueMicrotask(() => {
      this.#scheduled = false
      this.#guarded(() => this.#tell(this.#decoder?.push(this.#parts.take()) ?? []))
    })
  }

  onResponseEnd(): void {
    this.#ended = true
    clearTimeout(this.#linger)
    this.#guarded(() =>
      this.#decoder === undefined
        ? this.#answer(this.#parts.take())
        : this.#endStream(this.#decoder),
    )
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    clearTimeout(this.#linger)
    if (this.#over) return
    this.#guarded(() => this.#tell(this.#decoder?.push(this.#parts.take()) ?? []))
    const { bytes: requestBytes } = this.#encoded
    const begun = this.#status === 0 ? { requestBytes } : { headers: this.#headers }
    this.#fail(failureFromError(error, { backend: this.#wire.backend, sent: this.#sent, ...begun }))
  }

  #isStream(contentType: string): boolean {
    return (
      STREAM_TYPE.test(contentType) ||
      (this.#encoded.request.stream && !WHOLE_TYPE.test(contentType))
    )
  }

  /** Past the limit nothing more is read. */
  #isFull(): boolean {
    const limit = this.#decoder === undefined ? MAX_ANSWER : MAX_STREAM
    if (this.#parts.total <= (this.#status === 200 ? limit : MAX_ERROR)) return false
    if (this.#status === 200)
      this.#giveUp(this.#failure('upstream_too_large', `sent more than ${limit >> 20} MiB`))
    else this.#answer(this.#parts.take())
    this.#controller?.abort(new Error('Too large.'))
    return true
  }

  /** What a backend says after an error in its stream is not told. */
  #tell(events: readonly ChatEvent[]): void {
    const failed = events.findIndex(({ type }) => type === 'error')
    const told = failed < 0 ? events : events.slice(0, failed)
    if (told.length > 0) this.#listener.onEvents(told)
    const failure = events[failed]
    if (failure?.type === 'error') this.#giveUp(errorFromEvent(failure, this.#wire))
    else if (this.#decoder?.done === true) this.#end()
  }

  #endStream(decoder: StreamDecoder): void {
    this.#tell(decoder.push(this.#parts.take()))
    if (!this.#over) this.#tell(decoder.end())
    if (!this.#over) this.#end()
  }

  #answer(text: string): void {
    const { dialect } = this.#wire
    const answer =
      this.#status === 200 ? dialect.decodeAnswer(text, this.#encoded.request) : undefined
    if (answer === undefined) {
      this.#fail(failureFrom({ status: this.#status, headers: this.#headers, text }, this.#wire))
      return
    }
    this.#listener.onAnswer(answer)
    this.#end()
  }

  /** The answer is whole; a connection that stays open afterwards is cut. */
  #end(): void {
    if (this.#over) return
    this.#over = true
    const cut = () => this.#controller?.abort(new Error('Nothing follows.'))
    if (!this.#ended) this.#linger = setTimeout(cut, LINGER_MS).unref()
    this.#listener.onEnd()
  }

  /** A broken answer fails this call, not the process. */
  #guarded(step: () => void): void {
    if (this.#over) return
    try {
      step()
    } catch (cause) {
      this.#giveUp(failureFromNonsense(cause, this.#wire.backend))
    }
  }

  #garbage(what: string): void {
    this.#giveUp(this.#failure('upstream_invalid_response', `sent ${what}`))
  }

  #failure(code: FailureCode, what: string): GatewayError {
    const { backend } = this.#wire
    return new GatewayError(code, `The backend "${backend}" ${what}.`, { backend })
  }

  #giveUp(error: GatewayError): void {
    if (this.#over) return
    this.#fail(error)
    this.#controller?.abort(new Error(error.message))
  }

  #fail(error: GatewayError): void {
    if (this.#over) return
    this.#over = true
    this.#listener.onError(error)
  }
}
