import type { FastifyRequest } from 'fastify'
import type { Caller } from '../serving/session-key.ts'

/** Headers in which clients give a conversation a name; the first that is there counts. */
const NAMES = ['x-router-session', 'x-openwebui-chat-id'] as const

/** Headers that differ between those who ask. */
const SIGNS = [
  'authorization',
  'x-api-key',
  'api-key',
  'x-goog-api-key',
  'x-openwebui-user-id',
  'x-forwarded-for',
  'user-agent',
] as const

/** Keys and names differ at their ends. */
const SIGN_LENGTH = 100

/** Who asks, and what they call their conversation: people behind one proxy are told apart as far as it tells of them. */
export function callerOf({ headers, socket }: FastifyRequest): Caller {
  const names = NAMES.map((name) => textOf(headers[name]).trim())
  const signs = SIGNS.map((name) => textOf(headers[name]).slice(-SIGN_LENGTH))
  return {
    conversation: names.find((name) => name !== ''),
    identity: `${socket.remoteAddress ?? ''}\n${signs.join('\n')}`,
  }
}

function textOf(header: string | string[] | undefined): string {
  return typeof header === 'string' ? header : ''
}
