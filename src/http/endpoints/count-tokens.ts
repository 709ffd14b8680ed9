import { decodeAnthropicCount } from '../../dialects/anthropic/request.ts'
import { anthropicMessages } from '../../dialects/anthropic-messages.ts'
import { countTokens } from '../../serving/count-tokens.ts'
import { callerOf } from '../caller.ts'
import type { Endpoint } from '../endpoint.ts'
import { headerSafe } from '../reply-headers.ts'
import { bodyOf, queryModel } from '../request-body.ts'
import { untilGone } from '../until-gone.ts'
import { withWishes } from '../wishes.ts'

/** How many tokens a Messages request has, before it is sent. */
export const countTokensOfMessages: Endpoint = {
  method: 'POST',
  path: '/v1/messages/count_tokens',
  access: 'client',
  dialect: anthropicMessages,
  async handle({ serving }, request, reply) {
    const decoded = decodeAnthropicCount(bodyOf(request), request.headers)
    const named = { ...decoded, model: queryModel(request) ?? decoded.model }
    const asked = { request: withWishes(named, request.headers), caller: callerOf(request) }
    const { tokens, by } = await countTokens(serving, asked, untilGone(reply.raw))
    reply.header('x-router-token-count', by === undefined ? 'estimate' : 'backend')
    if (by !== undefined) reply.header('x-router-backend', headerSafe(by.backend))
    return { input_tokens: tokens }
  },
}
