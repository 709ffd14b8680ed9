import { openaiChat } from '../../dialects/openai-chat.ts'
import { answerChat } from '../answer-chat.ts'
import type { Endpoint } from '../endpoint.ts'

export const chatCompletions: Endpoint = {
  method: 'POST',
  path: '/v1/chat/completions',
  access: 'client',
  dialect: openaiChat,
  handle(http, request, reply) {
    answerChat(http, openaiChat, request, reply)
  },
}
