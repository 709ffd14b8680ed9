import type { ChatRequest } from '../contracts/chat.ts'
import type {
  BackendDialect,
  CallTarget,
  ClientDialect,
  EncodedCall,
} from '../contracts/dialect.ts'
import { toByteText, withValues } from '../std/json-spans.ts'
import { decodeOpenaiAnswer, encodeOpenaiAnswer } from './openai/chat-answer.ts'
import { buildOpenaiRequest } from './openai/chat-build.ts'
import { decodeOpenaiChatRequest } from './openai/chat-request.ts'
import { OpenaiStreamDecoder } from './openai/chat-stream.ts'
import { ROUTING_FIELDS } from './openai/chat-terms.ts'
import { OpenaiStreamEncoder } from './openai/chat-writer.ts'
import { encodeOpenaiError } from './openai/error.ts'

const DIALECT = 'openai-chat'

/** OpenAI's chat completions: what clients speak, and what most backends do. */
export const openaiChat: ClientDialect & BackendDialect = {
  name: DIALECT,
  idPrefix: 'chatcmpl-',
  streamType: 'text/event-stream; charset=utf-8',
  decodeRequest: decodeOpenaiChatRequest,
  encodeRequest,
  decodeStream: (request) => new OpenaiStreamDecoder(request),
  encodeStream: (ours) => new OpenaiStreamEncoder(ours),
  decodeAnswer: decodeOpenaiAnswer,
  encodeAnswer: encodeOpenaiAnswer,
  encodeError: encodeOpenaiError,
}

function encodeRequest(request: ChatRequest, target: CallTarget): EncodedCall {
  return request.dialect === DIALECT ? splice(request, target) : buildOpenaiRequest(request, target)
}

/** The client's bytes, with only what must differ replaced, inserted or taken out. */
function splice(request: ChatRequest, target: CallTarget): EncodedCall {
  const { fields, source, stream } = request
  const edits = new Map<string, string | undefined>()
  const dropped = target.unsupported.filter((field) => fields[field] !== undefined)
  for (const field of dropped) edits.set(field, undefined)
  for (const field of ROUTING_FIELDS) edits.set(field, undefined)
  edits.set('model', toByteText(JSON.stringify(target.placement.nativeId)))
  if (stream && !dropped.includes('stream_options')) edits.set('stream_options', usageAsked(fields))
  respellLimit(fields, target, edits)
  return { text: withValues(source.text, source.members, edits), dropped, stream }
}

/** Usage is always asked for; whether the client sees it is the encoder's business. */
function usageAsked(fields: ChatRequest['fields']): string {
  const options = fields['stream_options']
  return toByteText(
    JSON.stringify({ ...(typeof options === 'object' ? options : {}), include_usage: true }),
  )
}

/** `max_tokens` is the older spelling. */
function respellLimit(
  fields: ChatRequest['fields'],
  { limitSpelling }: CallTarget,
  edits: Map<string, string | undefined>,
): void {
  if (limitSpelling === undefined) return
  const [wanted, other]: readonly [string, string] =
    limitSpelling === 'older'
      ? ['max_tokens', 'max_completion_tokens']
      : ['max_completion_tokens', 'max_tokens']
  if (fields[other] === undefined || fields[other] === null) return
  edits.set(other, undefined)
  if (fields[wanted] === undefined || fields[wanted] === null) {
    edits.set(wanted, JSON.stringify(fields[other]))
  }
}
