import { expect } from 'vitest'
import type { Answer, Broken, WireError } from './answer.ts'
import { readBrokenChat, readChatAnswer, readChatError, readChatStream } from './chat-answer.ts'
import {
  readBrokenMessage,
  readMessage,
  readMessageError,
  readMessageStream,
} from './messages-answer.ts'
import type { Client } from './stage.ts'

/** Reads a whole answer; throws at anything that a strict client would stumble over. */
export async function readWhole(client: Client, response: Response): Promise<Answer> {
  const text = await response.text()
  expect(response.status, text).toBe(200)
  expect(response.headers.get('content-type')).toMatch(/^application\/json/)
  return client === 'chat' ? readChatAnswer(text) : readMessage(text)
}

/** The same of a streamed one; `usage`: a chat client asked for it. */
export async function readStream(
  client: Client,
  response: Response,
  usage: boolean,
): Promise<Answer> {
  const text = await streamOf(response)
  return client === 'chat' ? readChatStream(text, usage) : readMessageStream(text)
}

/** Reads a stream that ended in an error. */
export async function readBroken(client: Client, response: Response): Promise<Broken> {
  const text = await streamOf(response)
  return client === 'chat' ? readBrokenChat(text) : readBrokenMessage(text)
}

/** Reads an error that came instead of an answer. */
export async function readError(client: Client, response: Response): Promise<WireError> {
  const text = await response.text()
  expect(response.headers.get('content-type')).toMatch(/^application\/json/)
  if (client === 'chat') return readChatError(text)
  const requestId = response.headers.get('x-request-id')
  expect(response.headers.get('request-id')).toBe(requestId)
  return readMessageError(text, requestId)
}

async function streamOf(response: Response): Promise<string> {
  const text = await response.text()
  expect(response.status, text).toBe(200)
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
  return text
}
