import type { EmbeddingAnswer, EmbeddingRequest } from '../contracts/embedding.ts'
import { GatewayError } from '../contracts/errors.ts'
import type { AttemptRecord } from '../contracts/record.ts'
import type { ReplyHead } from '../contracts/reply.ts'
import type { Candidate, Plan } from '../contracts/routing.ts'
import { planEmbedding } from '../routing/embedding-plan.ts'
import { resolve } from '../routing/resolve.ts'
import { EmbeddingAttempt } from './embedding-attempt.ts'
import { beliesCatalog, nextCandidate } from './next-candidate.ts'
import { reasonWithFailures } from './reason-with-failures.ts'
import { RetryPermit } from './retry-permit.ts'
import type { Serving, Snapshot } from './serving.ts'

/** The client's end of an embedding request. */
export interface EmbeddingClient {
  readonly id: string
  answer(answer: EmbeddingAnswer, head: ReplyHead): void
  fail(error: GatewayError, head: ReplyHead): void
  onLeave(left: () => void): void
}

export interface IncomingEmbedding {
  readonly request: EmbeddingRequest
  readonly reply: EmbeddingClient
  readonly requestId: string
  /** Monotonic milliseconds. */
  readonly arrivedAt: number
}

/** The life of an embedding request: whatever the backends do, the client is told and the request is recorded, once. */
export async function serveEmbedding(serving: Serving, incoming: IncomingEmbedding): Promise<void> {
  const { request, reply, arrivedAt } = incoming
  const snapshot = serving.snapshot()
  const { catalog, names, rules } = snapshot
  const target = resolve(request.model, catalog, names)
  const plan = planEmbedding({
    target,
    catalog,
    live: serving.live.state,
    defaultModel: rules.defaultEmbeddingModel,
  })
  const overheadMs = serving.now() - arrivedAt
  const walk = new Walk(serving, incoming, { plan, snapshot, overheadMs })
  const result = await walk.run()
  if (result instanceof GatewayError) reply.fail(result, walk.head)
  else reply.answer(result, walk.head)
  serving.record(recordOf(incoming, walk, result, serving.now()))
}

interface Course {
  readonly plan: Plan
  readonly snapshot: Snapshot
  readonly overheadMs: number
}

/** Tries one candidate after the other: all of them are the same model. */
class Walk {
  readonly attempts: AttemptRecord[] = []
  readonly #serving: Serving
  readonly #incoming: IncomingEmbedding
  readonly #course: Course
  readonly #tried: Candidate[] = []
  readonly #controller = new AbortController()
  readonly #retry: RetryPermit
  #dropped: readonly string[] = []

  constructor(serving: Serving, incoming: IncomingEmbedding, course: Course) {
    this.#serving = serving
    this.#incoming = incoming
    this.#course = course
    const { retries, live } = serving
    this.#retry = new RetryPermit(retries, (backend) => live.active(backend))
    incoming.reply.onLeave(() => this.#controller.abort())
  }

  get head(): ReplyHead {
    const candidate = this.#tried.at(-1)
    return {
      model: candidate?.placement.model,
      backend: candidate?.placement.backend,
      reason: reasonWithFailures(candidate, this.attempts),
      attempts: this.#tried.length,
      overheadMs: this.#course.overheadMs,
      dropped: this.#dropped,
    }
  }

  async run(): Promise<EmbeddingAnswer | GatewayError> {
    try {
      return await this.#walk()
    } finally {
      this.#retry.giveBack()
    }
  }

  async #walk(): Promise<EmbeddingAnswer | GatewayError> {
    const { plan } = this.#course
    let error = plan.error ?? new GatewayError('no_backends', 'No model can embed this.')
    for (
      let candidate = plan.candidates[0];
      candidate !== undefined;
      candidate = this.#next(error)
    ) {
      const result = await this.#attempt(candidate)
      if (!(result instanceof GatewayError)) {
        this.#dropped = unheeded(this.#incoming.request, result)
        return result
      }
      error = result
    }
    return error
  }

  async #attempt(candidate: Candidate): Promise<EmbeddingAnswer | GatewayError> {
    this.#tried.push(candidate)
    const backend = this.#course.snapshot.backends.get(candidate.placement.backend)
    if (backend === undefined)
      return new GatewayError('upstream_unreachable', 'The backend was removed.')
    const { request, arrivedAt } = this.#incoming
    const endBy = arrivedAt + backend.settings.timeouts.total * 1000
    const { keepAlive } = this.#course.snapshot.rules
    const call = { request, placement: candidate.placement, keepAlive }
    const attempt = new EmbeddingAttempt(this.#serving, { backend, call, endBy })
    const result = await attempt.run(this.#controller.signal)
    this.attempts.push(attempt.record)
    if (result instanceof GatewayError && beliesCatalog(result))
      this.#serving.suspect(backend.settings.name)
    return result
  }

  #next(error: GatewayError): Candidate | undefined {
    const { plan, snapshot } = this.#course
    if (!snapshot.rules.cascading) return undefined
    const sent = this.attempts.filter((attempt) => attempt.sent).length
    return nextCandidate({
      candidates: plan.candidates,
      tried: this.#tried,
      sent,
      error,
      affordable: (backend) => this.#retry.take(backend),
    })
  }
}

/** What was left out; some servers pass over `dimensions` without a word, which their vectors tell. */
function unheeded(
  { dimensions }: EmbeddingRequest,
  { vectors, dropped = [] }: EmbeddingAnswer,
): readonly string[] {
  const [vector] = vectors
  const heeded = dimensions === undefined || vector?.length === dimensions
  return heeded ? dropped : [...dropped, 'dimensions']
}

function recordOf(
  { request, reply, requestId, arrivedAt }: IncomingEmbedding,
  { head, attempts }: Walk,
  result: EmbeddingAnswer | GatewayError,
  now: number,
): Parameters<Serving['record']>[0] {
  const error = result instanceof GatewayError ? result : undefined
  const totalMs = now - arrivedAt
  return {
    id: reply.id,
    requestId,
    at: Date.now() - totalMs,
    endpoint: '/v1/embeddings',
    requestedModel: request.model,
    model: head.model,
    backend: head.backend,
    reason: head.reason,
    stream: false,
    status: error?.status ?? 200,
    outcome: error === undefined ? 'ok' : error.code === 'client_left' ? 'client_left' : 'error',
    code: error?.code,
    family: undefined,
    difficulty: undefined,
    tokensIn: result instanceof GatewayError ? undefined : result.inputTokens,
    tokensOut: undefined,
    firstContentMs: undefined,
    totalMs,
    overheadMs: head.overheadMs,
    attempts,
  }
}
