import type { BackendDialect, ClientDialect } from '../contracts/dialect.ts'
import { encodeAnthropicAnswer } from './anthropic/answer.ts'
import { ANTHROPIC_MESSAGES } from './anthropic/dialect.ts'
import { encodeAnthropicRequest } from './anthropic/encode.ts'
import { encodeAnthropicError } from './anthropic/error.ts'
import { decodeAnthropicAnswer } from './anthropic/read-answer.ts'
import { decodeAnthropicRequest } from './anthropic/request.ts'
import { AnthropicStreamDecoder } from './anthropic/stream.ts'
import { AnthropicStreamEncoder } from './anthropic/writer.ts'

/** Anthropic's Messages: what Claude Code and Anthropic's own clients speak, and Anthropic's servers do. */
export const anthropicMessages: ClientDialect & BackendDialect = {
  name: ANTHROPIC_MESSAGES,
  idPrefix: 'msg_',
  requestIdHeader: 'request-id',
  streamType: 'text/event-stream; charset=utf-8',
  decodeRequest: decodeAnthropicRequest,
  encodeRequest: encodeAnthropicRequest,
  decodeStream: () => new AnthropicStreamDecoder(),
  encodeStream: (ours) => new AnthropicStreamEncoder(ours),
  decodeAnswer: decodeAnthropicAnswer,
  encodeAnswer: encodeAnthropicAnswer,
  encodeError: encodeAnthropicError,
}
