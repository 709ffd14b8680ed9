import { anthropicMessages } from '../../dialects/anthropic-messages.ts'
import { answerChat } from '../answer-chat.ts'
import type { Endpoint } from '../endpoint.ts'

export const messages: Endpoint = {
  method: 'POST',
  path: '/v1/messages',
  access: 'client',
  dialect: anthropicMessages,
  handle(http, request, reply) {
    answerChat(http, anthropicMessages, request, reply)
  },
}
