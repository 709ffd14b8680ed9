import type { Agent } from 'undici'
import type { BackendSettings, EmbeddingCall } from '../../contracts/backend.ts'
import type { EmbeddingAnswer, EmbeddingRequest } from '../../contracts/embedding.ts'
import type { Json } from '../../contracts/json.ts'
import type { Placement } from '../../contracts/model.ts'
import { failureFromNonsense } from './failure.ts'
import { jsonCall } from './json-call.ts'
import { mapLimited } from './map-limited.ts'

/** The half of an embedding dialect that backends use. */
interface EmbeddingDialect {
  /** Throws a GatewayError when the request cannot be put into this dialect. */
  encodeRequest(
    request: EmbeddingRequest,
    placement: Placement,
    keepAlive?: EmbeddingCall['keepAlive'],
  ): Json
  /** Throws a GatewayError when it is no answer to so many inputs. */
  decodeAnswer(answer: unknown, inputs: number): EmbeddingAnswer
  /** The request's fields that it has no place for; absent = none. */
  dropped?(request: EmbeddingRequest): readonly string[]
}

interface EmbedTarget {
  readonly agent: Agent
  readonly settings: BackendSettings
  readonly path: string
  readonly dialect: EmbeddingDialect
}

/** Inputs per request to a backend: what common servers take at once without trouble. */
const BATCH = 64
const AT_ONCE = 2
/** Of the answer to a batch: vectors of 16,000 numbers with room to spare. */
const MAX_BYTES = 64 << 20

/** Embeds any number of inputs in batches, in order. The first failure ends them all. */
export async function embedCall(
  target: EmbedTarget,
  call: EmbeddingCall,
  signal: AbortSignal,
): Promise<EmbeddingAnswer> {
  const { request } = call
  const starts = Array.from(
    { length: Math.ceil(request.inputs.length / BATCH) },
    (_, at) => at * BATCH,
  )
  const batches = starts.map((at) => ({ ...request, inputs: request.inputs.slice(at, at + BATCH) }))
  const send = (batch: EmbeddingRequest, each: AbortSignal): Promise<EmbeddingAnswer> =>
    sendBatch(target, { ...call, request: batch }, each)
  const answers = await mapLimited(batches, AT_ONCE, send, signal)
  return {
    vectors: answers.flatMap((answer) => answer.vectors),
    inputTokens: answers.reduce((sum, answer) => sum + answer.inputTokens, 0),
    dropped: target.dialect.dropped?.(request) ?? [],
  }
}

async function sendBatch(
  { agent, settings, path, dialect }: EmbedTarget,
  { request, placement, keepAlive }: EmbeddingCall,
  signal: AbortSignal,
): Promise<EmbeddingAnswer> {
  const { ttft, load } = settings.timeouts
  const answer = await jsonCall(agent, settings, {
    method: 'POST',
    path,
    body: dialect.encodeRequest(request, placement, keepAlive),
    maxBytes: MAX_BYTES,
    timeoutMs: 1000 * (placement.loaded === true ? ttft : Math.max(ttft, load)),
    signal,
  })
  try {
    return dialect.decodeAnswer(answer, request.inputs.length)
  } catch (thrown) {
    throw failureFromNonsense(thrown, settings.name)
  }
}
