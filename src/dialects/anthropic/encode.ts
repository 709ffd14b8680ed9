import type { ChatRequest } from '../../contracts/chat.ts'
import type { CallTarget, EncodedCall } from '../../contracts/dialect.ts'
import { ANTHROPIC_MESSAGES } from './dialect.ts'
import { anthropicBodyOf } from './encode-body.ts'
import { editedAnthropicBody } from './encode-own.ts'

/** The version of Anthropic's API that requests of ours keep to. */
export const ANTHROPIC_VERSION = '2023-06-01'

/** A request for Anthropic's Messages: the client's own bytes where it speaks that dialect, else a body of our making. */
export function encodeAnthropicRequest(request: ChatRequest, target: CallTarget): EncodedCall {
  if (request.dialect !== ANTHROPIC_MESSAGES) {
    const headers = ['anthropic-version', ANTHROPIC_VERSION]
    return { ...anthropicBodyOf(request, target), headers }
  }
  const { 'anthropic-version': version = ANTHROPIC_VERSION, 'anthropic-beta': beta } =
    request.headers
  const betas = beta === undefined ? [] : ['anthropic-beta', beta]
  const headers = ['anthropic-version', version, ...betas]
  return { ...editedAnthropicBody(request, target), headers }
}
