import type { EmbeddingAnswer, EmbeddingRequest } from '../contracts/embedding.ts'
import { GatewayError } from '../contracts/errors.ts'
import type { Json } from '../contracts/json.ts'
import type { Placement } from '../contracts/model.ts'
import { defined } from '../std/defined.ts'
import { checkedVectors } from './embedding-vectors.ts'

/** Ollama's own embeddings: `POST /api/embed`. JSON values on both sides. */
export const ollamaEmbed = { encodeRequest, decodeAnswer, dropped }

/** Throws `invalid_request` for token lists, which Ollama does not take. Inputs are refused rather than cut. */
function encodeRequest(
  { inputs, dimensions }: EmbeddingRequest,
  placement: Placement,
  keepAlive?: string | number,
): Json {
  if (!inputs.every((input) => typeof input === 'string')) {
    const message = 'input: this model takes texts, not lists of token numbers.'
    throw new GatewayError('invalid_request', message, { param: 'input' })
  }
  const { nativeId, contextSetting } = placement
  return defined({
    model: nativeId,
    input: inputs,
    truncate: false,
    dimensions,
    keep_alive: keepAlive,
    options: contextSetting === undefined ? undefined : { num_ctx: contextSetting },
  })
}

/** Throws `upstream_invalid_response`. */
function decodeAnswer(answer: unknown, inputs: number): EmbeddingAnswer {
  const { embeddings, prompt_eval_count: tokens } = Object(answer) as {
    readonly embeddings?: unknown
    readonly prompt_eval_count?: unknown
  }
  return {
    vectors: checkedVectors(embeddings, inputs),
    inputTokens: typeof tokens === 'number' ? tokens : 0,
  }
}

const HONOURED: ReadonlySet<string> = new Set([
  'dimensions',
  'encoding_format',
  'input',
  'model',
  'user',
])

/** What a client says of loading and unloading is the router's to decide, and Ollama knows no other fields. */
function dropped({ fields }: EmbeddingRequest): readonly string[] {
  return Object.keys(fields).filter((field) => !HONOURED.has(field) && fields[field] !== null)
}
