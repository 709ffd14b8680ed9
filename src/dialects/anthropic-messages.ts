import type { ClientDialect } from '../contracts/dialect.ts'
import { encodeAnthropicAnswer } from './anthropic-answer.ts'
import { encodeAnthropicError } from './anthropic-error.ts'
import { decodeAnthropicRequest } from './anthropic-request.ts'
import { AnthropicStreamEncoder } from './anthropic-writer.ts'

/** Anthropic's Messages: what Claude Code and Anthropic's own clients speak. */
export const anthropicMessages: ClientDialect = {
  name: 'anthropic-messages',
  idPrefix: 'msg_',
  requestIdHeader: 'request-id',
  streamType: 'text/event-stream; charset=utf-8',
  decodeRequest: decodeAnthropicRequest,
  encodeStream: (ours) => new AnthropicStreamEncoder(ours),
  encodeAnswer: encodeAnthropicAnswer,
  encodeError: encodeAnthropicError,
}
