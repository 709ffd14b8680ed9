import { z } from 'zod'
import type { Ours } from '../contracts/dialect.ts'
import type { EmbeddingAnswer, EmbeddingRequest } from '../contracts/embedding.ts'
import { GatewayError } from '../contracts/errors.ts'
import type { Json } from '../contracts/json.ts'
import type { Placement } from '../contracts/model.ts'
import { defined } from '../std/defined.ts'
import { toByteText } from '../std/json-spans.ts'
import { checkedVectors } from './embedding-vectors.ts'
import { invalidField } from './invalid-field.ts'
import { EMBEDDING_LIMITS, readJsonObject } from './json-body.ts'

/** OpenAI's embeddings: what clients speak, and every backend but Ollama. */
export const openaiEmbeddings = { decodeRequest, encodeAnswer, encodeRequest, decodeAnswer }

const MAX_INPUTS = 2048

const schema = z.object({
  model: z.string().max(512).nullish(),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  dimensions: z.int().min(1).nullish(),
})

/** Throws a GatewayError that names the field at fault. */
function decodeRequest(bytes: Buffer): EmbeddingRequest {
  const { value, source } = readJsonObject(bytes, EMBEDDING_LIMITS)
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw invalidField(parsed.error)
  const { model, encoding_format: encoding, dimensions } = parsed.data
  return {
    source,
    model: model ?? undefined,
    inputs: toInputs(value['input']),
    encoding: encoding ?? 'float',
    dimensions: dimensions ?? undefined,
    fields: value,
  }
}

function toInputs(input: unknown): EmbeddingRequest['inputs'] {
  if (typeof input === 'string') return [input]
  if (!Array.isArray(input)) throw invalid('input', 'must be a text, or a list of texts or tokens')
  if (input.length === 0) throw invalid('input', 'must not be empty')
  if (isTokens(input)) return [input]
  if (input.length > MAX_INPUTS) throw invalid('input', `has more than ${MAX_INPUTS} inputs`)
  const isInput = typeof input[0] === 'string' ? isText : isTokens
  const wrong = input.findIndex((each) => !isInput(each))
  if (wrong < 0) return input
  throw invalid(`input[${wrong}]`, `must be ${isInput === isText ? 'a text' : 'a list of tokens'}`)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isTokens(value: unknown): value is number[] {
  if (!Array.isArray(value) || value.length === 0) return false
  return value.every((token) => Number.isSafeInteger(token) && token >= 0)
}

function invalid(param: string, reason: string): GatewayError {
  return new GatewayError('invalid_request', `${param}: ${reason}.`, { param })
}

/** The client's answer, as byte text. */
function encodeAnswer(
  { vectors, inputTokens }: EmbeddingAnswer,
  { encoding }: Pick<EmbeddingRequest, 'encoding'>,
  { model, metadata }: Pick<Ours, 'model' | 'metadata'>,
): string {
  const data = vectors.map((vector, index) => ({
    object: 'embedding',
    index,
    embedding: encoding === 'base64' ? toBase64(vector) : vector,
  }))
  const usage = { prompt_tokens: inputTokens, total_tokens: inputTokens }
  const answer = { object: 'list', data, model, usage, ...defined({ router: metadata }) }
  return toByteText(JSON.stringify(answer))
}

const OURS = new Set(['model', 'input', 'encoding_format', 'dimensions'])

/** The client's other fields pass, but for its nulls: some servers do not know them. Numbers are asked for as such. */
function encodeRequest(request: EmbeddingRequest, { nativeId }: Pick<Placement, 'nativeId'>): Json {
  const others = Object.entries(request.fields).filter(
    ([field, value]) => !OURS.has(field) && value !== null,
  )
  return {
    ...(Object.fromEntries(others) as Record<string, Json>),
    model: nativeId,
    input: request.inputs,
    ...defined({ dimensions: request.dimensions }),
  }
}

/** Throws `upstream_invalid_response`. Takes vectors in any order, as numbers or as base64. */
function decodeAnswer(answer: unknown, inputs: number): EmbeddingAnswer {
  const { data, usage } = Object(answer) as { readonly data?: unknown; readonly usage?: unknown }
  const { prompt_tokens: tokens } = Object(usage) as { readonly prompt_tokens?: unknown }
  const items = Array.isArray(data) ? data.map(toItem) : undefined
  items?.sort((one, other) => one.index - other.index)
  return {
    vectors: checkedVectors(
      items?.map((item) => item.vector),
      inputs,
    ),
    inputTokens: typeof tokens === 'number' ? tokens : 0,
  }
}

function toItem(wire: unknown, at: number): { readonly index: number; readonly vector: unknown } {
  const { index, embedding } = Object(wire) as {
    readonly index?: unknown
    readonly embedding?: unknown
  }
  return {
    index: typeof index === 'number' ? index : at,
    vector: typeof embedding === 'string' ? fromBase64(embedding) : embedding,
  }
}

/** 32-bit floats, little endian. */
function toBase64(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4)
  for (const [at, value] of vector.entries()) bytes.writeFloatLE(value, at * 4)
  return bytes.toString('base64')
}

function fromBase64(text: string): readonly number[] {
  const bytes = Buffer.from(text, 'base64')
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, at) => bytes.readFloatLE(at * 4))
}
