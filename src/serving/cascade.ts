import type { Backend } from '../contracts/backend.ts'
import type { ChatAnswer, ChatEvent, ChatRequest } from '../contracts/chat.ts'
import { GatewayError } from '../contracts/errors.ts'
import type { Placement } from '../contracts/model.ts'
import type { AttemptRecord, Outcome } from '../contracts/record.ts'
import type { ChatReply, ReplyHead } from '../contracts/reply.ts'
import type { Candidate, Plan, PromptProfile } from '../contracts/routing.ts'
import type { Ticket } from '../std/admission-queue.ts'
import type { Timed } from '../std/deadlines.ts'
import { crowded, MAX_WAIT_MS } from './admission.ts'
import { Delivery, type Source } from './delivery.ts'
import { Exchange, type ExchangeHost } from './exchange.ts'
import { beliesCatalog, nextCandidate } from './next-candidate.ts'
import type { Ending } from './outcome.ts'
import { reasonWithFailures } from './reason-with-failures.ts'
import { RetryPermit } from './retry-permit.ts'
import type { Serving, Snapshot } from './serving.ts'

export interface Job {
  readonly request: ChatRequest
  readonly profile: PromptProfile
  readonly plan: Plan
  readonly snapshot: Snapshot
  readonly reply: ChatReply
  /** When the request arrived, monotonic milliseconds. */
  readonly arrivedAt: number
}

/** Tries the plan's candidates until one answers, the client leaves or nothing is left. Never rejects. */
export function cascade(serving: Serving, job: Job, first: Candidate): Promise<Ending> {
  return new Promise((resolve) => new Cascade(serving, job, resolve).try(first))
}

class Cascade implements ExchangeHost, Source, Timed {
  deadline = 0
  slot = -1
  readonly #serving: Serving
  readonly #job: Job
  readonly #resolve: (ending: Ending) => void
  readonly #delivery: Delivery
  readonly #attempts: AttemptRecord[] = []
  readonly #tried: Candidate[] = []
  readonly #retry: RetryPermit
  #exchange: Exchange | undefined
  #head: ReplyHead | undefined
  #ticket: Ticket | undefined
  #overheadMs = 0
  #over = false

  constructor(serving: Serving, job: Job, resolve: (ending: Ending) => void) {
    this.#serving = serving
    this.#job = job
    this.#resolve = resolve
    const { deadlines, now, retries, live } = serving
    this.#retry = new RetryPermit(retries, (backend) => live.active(backend))
    const holdMs = job.snapshot.rules.streamHold * 1000
    this.#delivery = new Delivery(job.reply, this, { deadlines, now, holdMs })
  }

  try(candidate: Candidate): void {
    const { backend: name } = candidate.placement
    const backend = this.#job.snapshot.backends.get(name)
    this.#tried.push(candidate)
    this.#head = undefined
    if (backend === undefined) {
      this.onFailed(new GatewayError('upstream_unreachable', `The backend "${name}" was removed.`))
      return
    }
    const begin = () => this.#begin(candidate, backend)
    if (this.#serving.admission.enter(name, backend.settings.concurrency)) begin()
    else this.#wait(candidate, begin)
  }

  onEvents(events: readonly ChatEvent[]): void {
    this.#delivery.events(events)
  }

  onAnswer(answer: ChatAnswer): void {
    this.#delivery.answer(answer)
  }

  onDone(): void {
    try {
      this.#delivery.done()
      this.#close('ok')
    } catch (cause) {
      this.onFailed(cause instanceof GatewayError ? cause : nonsense(cause))
    }
  }

  onFailed(error: GatewayError): void {
    if (this.#over) return
    if (beliesCatalog(error)) this.#serving.suspect(this.#backend())
    const { committed } = this.#delivery
    const next = committed ? undefined : this.#next(error)
    if (next === undefined) {
      this.#delivery.fail(error)
      this.#close(committed ? 'partial' : 'error', error)
      return
    }
    this.#endAttempt('error', error)
    this.#delivery.restart()
    this.try(next)
  }

  /** The line did not move. */
  onDeadline(now: number): void {
    this.#stopWaiting()
    this.onFailed(now > this.#endBy() ? tooLate() : crowded(this.#backend()))
  }

  pause(): void {
    this.#exchange?.pause()
  }

  resume(): void {
    this.#exchange?.resume()
  }

  left(): void {
    if (this.#over) return
    this.#delivery.close()
    this.#close(
      'client_left',
      new GatewayError('client_left', 'The client left before the answer was whole.'),
    )
  }

  /** Asked for with every batch of events, and the same from one attempt to the next. */
  head(): ReplyHead {
    this.#head ??= this.#headNow()
    return this.#head
  }

  #headNow(): ReplyHead {
    const candidate = this.#tried.at(-1)
    return {
      model: candidate?.placement.model,
      backend: candidate?.placement.backend,
      reason: reasonWithFailures(candidate, this.#attempts),
      attempts: this.#tried.length,
      tokensIn: this.#job.profile.tokensIn,
      overheadMs: this.#overheadMs,
      dropped: this.#exchange?.dropped ?? [],
    }
  }

  /** When the whole request must have ended, by the backend whose turn it is. */
  #endBy(): number {
    const total = this.#job.snapshot.backends.get(this.#backend())?.settings.timeouts.total ?? 0
    return this.#job.arrivedAt + total * 1000
  }

  #backend(): string {
    return this.#tried.at(-1)?.placement.backend ?? ''
  }

  #begin(candidate: Candidate, backend: Backend): void {
    this.#stopWaiting()
    const { request, profile, arrivedAt } = this.#job
    const now = this.#serving.now()
    const endBy = this.#endBy()
    if (now > endBy) {
      this.#serving.admission.exit(backend.settings.name)
      this.onFailed(tooLate())
      return
    }
    if (this.#attempts.length === 0) this.#overheadMs = now - arrivedAt
    const { keepAlive } = this.#job.snapshot.rules
    const { tokensIn } = profile
    const call = { request, placement: this.#placementOf(candidate), keepAlive, tokensIn }
    this.#exchange = new Exchange(this.#serving, { call, backend, tokensIn, endBy }, this)
    this.#exchange.start()
    this.#head = undefined
  }

  #wait({ placement }: Candidate, begin: () => void): void {
    const { backend } = placement
    this.#serving.live.announce(placement)
    this.#ticket = this.#serving.admission.wait(backend, begin)
    this.deadline = Math.min(this.#serving.now() + MAX_WAIT_MS, this.#endBy())
    if (this.#ticket === undefined) this.onFailed(crowded(backend))
    else this.#serving.deadlines.add(this)
  }

  #stopWaiting(): void {
    if (this.#ticket === undefined) return
    this.#ticket.leave()
    this.#ticket = undefined
    this.#serving.deadlines.remove(this)
  }

  /** A model whose context must grow is asked for it on this call and all later ones. */
  #placementOf({ raiseContext, placement }: Candidate): Placement {
    const contextSetting = this.#serving.contextFor(placement, raiseContext)
    return contextSetting === placement.contextSetting
      ? placement
      : { ...placement, contextSetting }
  }

  #next(error: GatewayError): Candidate | undefined {
    const { plan, snapshot } = this.#job
    if (!snapshot.rules.cascading) return undefined
    const before = this.#attempts.filter((attempt) => attempt.sent).length
    const sent = before + Number(this.#exchange?.sent === true)
    return nextCandidate({
      candidates: plan.candidates,
      tried: this.#tried,
      sent,
      error,
      affordable: (backend) => this.#retry.take(backend),
    })
  }

  #endAttempt(outcome: Outcome, error?: GatewayError): void {
    const exchange = this.#exchange
    if (exchange === undefined) return
    this.#exchange = undefined
    if (outcome === 'client_left') exchange.leave()
    this.#attempts.push(exchange.record(outcome, error))
    this.#serving.admission.exit(this.#backend())
  }

  #close(outcome: Outcome, error?: GatewayError): void {
    this.#over = true
    this.#stopWaiting()
    const head = this.head()
    const usage = this.#exchange?.usage
    this.#endAttempt(outcome, error)
    this.#retry.giveBack()
    this.#resolve({
      outcome,
      error,
      begun: this.#delivery.begun,
      head,
      attempts: this.#attempts,
      gist: this.#delivery.gist,
      tokensIn: usage?.input,
      tokensOut: usage?.output,
    })
  }
}

function tooLate(): GatewayError {
  return new GatewayError('deadline_exceeded', 'The time for the whole request is over.')
}

function nonsense(cause: unknown): GatewayError {
  return new GatewayError('upstream_invalid_response', 'The answer makes no sense.', { cause })
}
