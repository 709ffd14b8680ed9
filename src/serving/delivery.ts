import type { ChatAnswer, ChatEvent } from '../contracts/chat.ts'
import type { GatewayError } from '../contracts/errors.ts'
import type { ChatReply, ReplyHead } from '../contracts/reply.ts'
import type { Deadlines, Timed } from '../std/deadlines.ts'
import { Collector, toEvents } from './collect.ts'
import { type Gist, GistTaker } from './gist.ts'

const COMMENT_EVERY_MS = 15_000
/** A client that takes nothing for so long is given up. */
export const MAX_STALL_MS = 60_000

/** Where the answer comes from. */
export interface Source {
  head(): ReplyHead
  pause(): void
  resume(): void
  /** The client left. */
  left(): void
}

export interface DeliveryOptions {
  readonly deadlines: Deadlines
  /** Monotonic milliseconds. */
  readonly now: () => number
  /** After so long the client is told 200 without content. */
  readonly holdMs: number
}

/** The client's side of a request: what it is told and when, and what happens when it reads slowly or leaves. */
export class Delivery implements Timed {
  deadline: number
  slot = -1
  readonly #reply: ChatReply
  readonly #source: Source
  readonly #options: DeliveryOptions
  #collector = new Collector()
  #gist = new GistTaker()
  #answer: ChatAnswer | undefined
  #opened = false
  #committed = false
  #stalled = false

  constructor(reply: ChatReply, source: Source, options: DeliveryOptions) {
    this.#reply = reply
    this.#source = source
    this.#options = options
    this.deadline = reply.stream ? options.now() + options.holdMs : Number.POSITIVE_INFINITY
    reply.onLeave(() => source.left())
    reply.onDrain(() => this.#drained())
    options.deadlines.add(this)
  }

  /** The client has got content: the answer can no longer come from elsewhere. */
  get committed(): boolean {
    return this.#committed
  }

  /** The client has been told 200. */
  get begun(): boolean {
    return this.#opened || this.#committed
  }

  /** What the answer is made of so far. */
  get gist(): Gist {
    return this.#gist
  }

  events(events: readonly ChatEvent[]): void {
    this.#gist.events(events)
    if (!this.#reply.stream) {
      this.#collector.push(events)
      return
    }
    this.#committed = true
    const taken = this.#reply.events(events, this.#source.head())
    if (this.#stalled) return
    this.deadline = this.#options.now() + (taken ? COMMENT_EVERY_MS : MAX_STALL_MS)
    if (taken) return
    this.#stalled = true
    this.#source.pause()
  }

  answer(answer: ChatAnswer): void {
    if (this.#reply.stream) {
      this.events(toEvents(answer))
      return
    }
    this.#gist.answer(answer)
    this.#answer = answer
  }

  /** Forgets what a failed attempt brought and the client has not seen. */
  restart(): void {
    this.#collector = new Collector()
    this.#gist = new GistTaker()
    this.#answer = undefined
  }

  done(): void {
    this.close()
    if (this.#reply.stream) this.#reply.end(this.#source.head())
    else this.#reply.answer(this.#answer ?? this.#collector.answer, this.#source.head())
  }

  fail(error: GatewayError): void {
    this.close()
    this.#reply.fail(error, this.#source.head())
  }

  close(): void {
    this.#options.deadlines.remove(this)
  }

  onDeadline(now: number): void {
    if (this.#stalled) {
      this.#reply.cut()
      return
    }
    if (this.begun) this.#reply.comment()
    else this.#reply.open(this.#source.head())
    this.#opened = true
    this.deadline = now + COMMENT_EVERY_MS
  }

  #drained(): void {
    if (!this.#stalled) return
    this.#stalled = false
    this.deadline = this.#options.now() + COMMENT_EVERY_MS
    this.#source.resume()
  }
}
