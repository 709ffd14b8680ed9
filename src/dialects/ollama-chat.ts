import type { ChatRequest, OutputFormat, Sampling } from '../contracts/chat.ts'
import type { BackendDialect, CallTarget, EncodedCall } from '../contracts/dialect.ts'
import type { Json } from '../contracts/json.ts'
import type { Placement } from '../contracts/model.ts'
import { defined } from '../std/defined.ts'
import { toByteText } from '../std/json-spans.ts'
import { functionTools } from './function-tools.ts'
import { decodeOllamaAnswer } from './ollama/chat-answer.ts'
import { droppedByOllama } from './ollama/chat-dropped.ts'
import { toOllamaMessages } from './ollama/chat-messages.ts'
import { OllamaStreamDecoder } from './ollama/chat-stream.ts'
import { reasoningLevel } from './reasoning-level.ts'
import { samplingFields } from './sampling-fields.ts'

/** Ollama's own chat: `POST /api/chat`, answered line by line. */
export const ollamaChat: BackendDialect = {
  name: 'ollama-chat',
  encodeRequest,
  decodeStream: (request) => new OllamaStreamDecoder(request),
  decodeAnswer: decodeOllamaAnswer,
}

/** Always streamed. A prompt that does not fit is refused instead of cut, which is what `truncate` says. */
function encodeRequest(request: ChatRequest, { placement, keepAlive }: CallTarget): EncodedCall {
  const thinking = thinkingOf(request, placement)
  const body = defined({
    model: placement.nativeId,
    messages: toOllamaMessages(request.messages),
    tools: request.toolChoice === 'none' ? undefined : functionTools(request.tools),
    format: toFormat(request.format),
    think: thinking.think,
    stream: true,
    truncate: false,
    keep_alive: keepAlive,
    logprobs: request.logprobs === undefined ? undefined : true,
    top_logprobs: request.logprobs?.top || undefined,
    options: toOptions(request.sampling, placement),
  })
  return {
    text: toByteText(JSON.stringify(body)),
    dropped: droppedByOllama(request, thinking.honoured),
    stream: true,
  }
}

interface Thinking {
  readonly think: boolean | string | undefined
  readonly honoured: boolean
}

/** A model that does not think refuses to be told to; gpt-oss thinks in levels and cannot stop. */
function thinkingOf({ reasoning }: ChatRequest, { nativeId, facts }: Placement): Thinking {
  if (reasoning === undefined) return { think: undefined, honoured: true }
  const thinks = facts.capabilities.reasoning?.value === true
  if (!thinks) return { think: undefined, honoured: reasoning === 'none' }
  if (!/gpt-?oss/i.test(nativeId)) return { think: reasoning !== 'none', honoured: true }
  const level = reasoningLevel(reasoning)
  return { think: level ?? 'low', honoured: level !== undefined }
}

function toFormat(format: OutputFormat): Json | undefined {
  if (format.type === 'text') return undefined
  return format.type === 'json' ? 'json' : format.schema
}

/** What a model is loaded with must be the same on every call: another `num_ctx` loads it anew. */
function toOptions(sampling: Sampling, { contextSetting }: Placement): Json | undefined {
  const options = defined({
    num_ctx: contextSetting,
    num_predict: sampling.maxTokens,
    ...samplingFields(sampling),
  })
  return Object.keys(options).length === 0 ? undefined : options
}
